import {
  IconAlertTriangle,
  IconCheck,
  IconExclamationMark,
  IconGift,
  IconPencil,
  IconRuler2,
} from '@tabler/icons-react'
import type { MeasureKind, Measurement } from '../../shared/api/types'
import { useT } from '../../shared/i18n'
import { formatValue, isOverruled, worstOf } from '../../shared/measures'
import type { DraftWork } from '../interventions/draft'
import { useMeasures } from './lastVisit'
import css from './TickLine.module.css'

const signs = { ok: IconCheck, advised: IconExclamationMark, urgent: IconAlertTriangle, offered: IconGift }

interface Props {
  label: string
  work: DraftWork | undefined
  mediaCount: number
  /** What can be measured on the line, and what it was at the last visit. */
  measure?: MeasureKind | null
  last?: Measurement | undefined
  onTap: () => void
  onOpen: () => void
}

/** One line: its whole width is the button; sign, word and colour tell the urgency. */
export function TickLine({ label, work, mediaCount, measure, last, onTap, onOpen }: Props) {
  const { t } = useT()
  const urgency = work?.urgency
  const kind = work?.measure ?? measure ?? null
  const opens = kind ? (work ? 'phone.measure.open_all' : 'phone.measure.open') : 'phone.works.open_line'
  const Sign = urgency ? signs[urgency] : null
  const extras = [
    mediaCount > 0 ? t('phone.works.media', { count: mediaCount }) : null,
    work?.note ? t('phone.works.has_note') : null,
  ].filter(Boolean)
  return (
    <div className={css.line} data-urgency={urgency}>
      <button type="button" className={css.tap} onClick={onTap}>
        <span className={css.sign}>{Sign ? <Sign size={28} stroke={3} aria-hidden /> : null}</span>
        <span className={css.text}>
          <span className={css.label}>{label}</span>
          {urgency ? (
            <span className={css.word}>{[t(`common.urgency.${urgency}`), ...extras].join(' · ')}</span>
          ) : (
            <span className="fb-spoken">{t('phone.works.untouched')}</span>
          )}
          {kind ? <Measured kind={kind} work={work} last={last} /> : null}
        </span>
      </button>
      {work || kind ? (
        <button type="button" className={css.open} aria-label={t(opens, { label })} onClick={onOpen}>
          {kind ? <IconRuler2 size={28} aria-hidden /> : <IconPencil size={26} aria-hidden />}
        </button>
      ) : null}
    </div>
  )
}

/** The value that decides, what it would mean where a person said otherwise, and that of the last visit. */
function Measured({
  kind,
  work,
  last,
}: {
  kind: MeasureKind
  work: DraftWork | undefined
  last: Measurement | undefined
}) {
  const { t, language } = useT()
  const measure = useMeasures().get(kind)
  if (!measure) return null
  const worst = worstOf(measure, work?.values ?? [])
  const before = last?.measure === kind ? worstOf(measure, last.values) : null
  const parts = [
    worst && formatValue(t, language, measure, worst.tenths),
    work && worst && isOverruled(measure, work)
      ? t('phone.measure.finding', { urgency: t(`common.urgency.${worst.finding}`) })
      : null,
    before && t('phone.measure.before', { value: formatValue(t, language, measure, before.tenths) }),
  ].filter(Boolean)
  return parts.length > 0 ? <span className={css.values}>{parts.join(' · ')}</span> : null
}
