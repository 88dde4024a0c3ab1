import type { Intervention, Work } from '../../shared/api/types'
import { formatDateTime, formatMoney } from '../../shared/format'
import { translateOr, useT } from '../../shared/i18n'
import { describe } from '../../shared/measures'
import { useMeasures } from '../checklists/lastVisit'
import { MediaStrip } from '../media/MediaStrip'
import { useFormats, usePhone } from '../ui/context'
import { Facts } from '../ui/Facts'
import { Notice } from '../ui/Notice'
import { draftOf } from './draft'
import { shownMedia } from './drafts'
import css from './FilePage.module.css'

/** What the file says, in the order in which a technician asks. */
export function FileFacts({ file }: { file: Intervention }) {
  const { t, language } = useT()
  const measures = useMeasures()
  const valuesOf = ({ measure: kind, values }: Work) => {
    const measure = measures.get(kind ?? '')
    return measure ? describe(t, language, measure, values) : []
  }
  const formats = useFormats()
  const { dealership } = usePhone().pairing
  const brand = dealership.brands.find(({ id }) => id === file.brand)?.name
  const draft = draftOf(file, 0)
  const media = [...shownMedia(draft, [], 'customer'), ...shownMedia(draft, [], 'internal_message')]
  const broken = file.media.flatMap(({ id, kind, state, problem }) =>
    state === 'failed' && kind !== 'document' ? [{ id, kind, problem }] : [],
  )
  const money = (minor: number) => formatMoney({ ...formats, currency: file.currency }, minor)
  const { make, model, plate, vin } = file.vehicle
  const vehicle = [make, model, plate, vin].filter(Boolean).join(' · ')
  const sales = file.mode === 'sales'
  const { reply, comment } = file.answer ?? {}
  const facts: [string, string | null][] = [
    [t('common.word.module'), [t(`common.module.${file.module}`), brand].filter(Boolean).join(' · ')],
    [t('common.word.customer'), file.customer_name || null],
    [t('phone.file.vehicle'), vehicle || null],
    [t('common.word.author'), file.author?.name ?? null],
    [t('common.word.assignee'), file.assignee?.name ?? null],
    [t('phone.summary.answer_by'), file.answer_by ? formatDateTime(formats, file.answer_by) : null],
    [t('phone.summary.waiting_here'), file.waiting_here ? t('common.word.yes') : null],
    [t('phone.file.proposed'), file.module === 'warranty' || sales ? null : money(file.totals.gross)],
    [
      t('phone.file.accepted'),
      file.status === 'answered' && !sales ? money(file.totals.accepted.gross) : null,
    ],
    [t('phone.file.reply'), reply ? [t(`common.reply.${reply}`), comment].filter(Boolean).join(' · ') : null],
    [
      t('phone.step.message'),
      file.internal_message.kind === 'none' ? null : t(`phone.message.${file.internal_message.kind}`),
    ],
    [t('phone.message.note'), file.internal_message.note || null],
  ]
  return (
    <div className={css.file}>
      <MediaStrip media={media} />
      {broken.map(({ id, kind, problem }) => (
        <Notice key={id} look="bad">
          {t('phone.file.broken', { kind: t(`common.word.${kind}`) })}{' '}
          {problem ? translateOr(`media.problem.${problem}`, '') : ''}
        </Notice>
      ))}
      <Facts facts={facts} />
      {file.works.length > 0 ? (
        <ul className={css.works}>
          {file.works.map(work => (
            <li
              key={work.id}
              data-urgency={work.urgency}
              style={{ borderColor: `var(--fb-${work.urgency})` }}
            >
              <span>{work.label}</span>
              <strong style={{ color: `var(--fb-${work.urgency}-text)` }}>
                {t(`common.urgency.${work.urgency}`)}
                {work.decision === 'none' ? '' : ` · ${t(`common.decision.${work.decision}`)}`}
              </strong>
              {valuesOf(work).map(({ name, values }) => (
                <span key={name} className={css.values}>
                  {name} {values}
                </span>
              ))}
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  )
}
