import { IconAlertTriangle, IconCheck, IconExclamationMark, IconGift, IconPencil } from '@tabler/icons-react'
import { useT } from '../../shared/i18n'
import type { DraftWork } from '../interventions/draft'
import css from './TickLine.module.css'

const signs = { ok: IconCheck, advised: IconExclamationMark, urgent: IconAlertTriangle, offered: IconGift }

interface Props {
  label: string
  work: DraftWork | undefined
  mediaCount: number
  onTap: () => void
  onOpen: () => void
}

/** One line: its whole width is the button; sign, word and colour tell the urgency. */
export function TickLine({ label, work, mediaCount, onTap, onOpen }: Props) {
  const { t } = useT()
  const urgency = work?.urgency
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
        </span>
      </button>
      {work ? (
        <button
          type="button"
          className={css.open}
          aria-label={t('phone.works.open_line', { label })}
          onClick={onOpen}
        >
          <IconPencil size={26} aria-hidden />
        </button>
      ) : null}
    </div>
  )
}
