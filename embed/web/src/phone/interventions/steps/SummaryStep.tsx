import { IconCheck, IconClockHour4, IconSend } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { formatMoney } from '../../../shared/format'
import { useT } from '../../../shared/i18n'
import { countWorks } from '../../checklists/ticks'
import { worksIn } from '../../devices/mode'
import { MediaStrip } from '../../media/MediaStrip'
import { pump } from '../../outbox/open'
import { db } from '../../storage/open'
import { Button } from '../../ui/Button'
import { useFormats, useOnline, usePhone } from '../../ui/context'
import { SelectField, TextField } from '../../ui/Field'
import { Notice } from '../../ui/Notice'
import { Typed } from '../../ui/Typed'
import { say } from '../../ui/toasts'
import type { StepProps } from '../DraftPage'
import { type Missing, missing, stepOf } from '../draft'
import { changeDraft, finishDraft, shownMedia } from '../drafts'
import { AnswerBy } from './AnswerBy'
import { DirectSending } from './DirectSending'
import css from './SummaryStep.module.css'
import { atHand, VehicleFields } from './VehicleFields'

/** All of it once more, who it is from and for, and the last press. */
export function SummaryStep({ draft, media, go, frame }: StepProps) {
  const { t } = useT()
  const { colleagues, pairing } = usePhone()
  const online = useOnline()
  const navigate = useNavigate()
  const internalVideos = shownMedia(draft, media, 'internal_message').length
  const team = colleagues.filter(colleague => worksIn(colleague, draft.mode))
  const lacking = missing(draft, {
    colleagues: team.length,
    internalVideos,
    directSending: pairing.dealership.direct_sending,
  })
  // Whoever is chosen already stays a choice, also where the role has become another one.
  const choices = (chosen: string | null) =>
    colleagues
      .filter(colleague => colleague.id === chosen || worksIn(colleague, draft.mode))
      .map(({ id, name }) => ({ value: id, label: name }))
  const finish = async () => {
    await finishDraft(db, draft.id)
    pump.kick()
    say(t(online ? 'phone.summary.sending' : 'phone.summary.kept'))
    await navigate({ to: '/' })
  }
  return frame({
    end: (
      <Button look="primary" wide disabled={lacking.length > 0} onClick={() => void finish()}>
        <IconSend size={26} aria-hidden />
        {t('common.action.finish')}
      </Button>
    ),
    children: (
      <div className={css.summary}>
        {lacking.filter(isOther).map(what => (
          <MissingNotice key={what} what={what} go={go} />
        ))}
        <MissingContact names={lacking.filter(isContact)} />
        <Facts draft={draft} media={media} go={go} />
        <Typed value={draft.reference} keep={reference => changeDraft(db, draft.id, { reference })}>
          {props => (
            <TextField label={t('common.word.reference')} maxLength={80} spellCheck={false} {...props} />
          )}
        </Typed>
        {draft.mode === 'after_sales' ? <VehicleFields draft={draft} shown={atHand} /> : null}
        {team.length > 0 ? (
          <>
            <SelectField
              label={t('phone.summary.author')}
              value={draft.author_id ?? ''}
              choices={[{ value: '', label: t('phone.summary.choose') }, ...choices(draft.author_id)]}
              onChange={event => void changeDraft(db, draft.id, { author_id: event.target.value || null })}
            />
            <SelectField
              label={t('phone.summary.assignee')}
              value={draft.assignee_id ?? ''}
              choices={[{ value: '', label: t('common.word.nobody') }, ...choices(draft.assignee_id)]}
              onChange={event => void changeDraft(db, draft.id, { assignee_id: event.target.value || null })}
            />
          </>
        ) : null}
        {draft.mode === 'after_sales' ? <Deadline draft={draft} /> : null}
        {draft.module === 'direct_message' ? <DirectSending draft={draft} /> : null}
      </div>
    ),
  })
}

/** What of a visit presses: by when the answer is wanted, and whether somebody sits and waits for it. */
function Deadline({ draft }: Pick<StepProps, 'draft'>) {
  const { t } = useT()
  return (
    <>
      <AnswerBy
        value={draft.answer_by}
        keep={answerBy => changeDraft(db, draft.id, { answer_by: answerBy })}
      />
      <button
        type="button"
        role="switch"
        aria-checked={draft.waiting_here}
        className={css.toggle}
        onClick={() => void changeDraft(db, draft.id, now => ({ waiting_here: !now.waiting_here }))}
      >
        <IconClockHour4 size={28} aria-hidden />
        <span>{t('phone.summary.waiting_here')}</span>
        <span className={css.box}>
          {draft.waiting_here ? <IconCheck size={26} stroke={3} aria-hidden /> : null}
        </span>
      </button>
    </>
  )
}

type Contact = (typeof contact)[number]

/** What a message cannot go out without; its fields stand together, and so does what is missing of them. */
const contact = ['title', 'last_name', 'email'] as const
const isContact = (what: Missing): what is Contact => contact.some(name => name === what)
const isOther = (what: Missing): what is Exclude<Missing, Contact> => !isContact(what)

function MissingContact({ names }: { names: Contact[] }) {
  const { t, language } = useT()
  if (names.length === 0) return null
  const list = new Intl.ListFormat(language, { type: 'conjunction' })
  return (
    <Notice look="warn">
      {t('phone.missing.customer', { names: list.format(names.map(name => t(`phone.customer.${name}`))) })}
    </Notice>
  )
}

function MissingNotice({ what, go }: { what: Exclude<Missing, Contact>; go: StepProps['go'] }) {
  const { t } = useT()
  const step = stepOf(what)
  const action =
    step === 'summary' ? undefined : <Button onClick={() => go(step)}>{t('phone.summary.fill_in')}</Button>
  return (
    <Notice look="warn" action={action}>
      {t(`phone.missing.${what}`)}
    </Notice>
  )
}

function Facts({ draft, media, go }: Pick<StepProps, 'draft' | 'media' | 'go'>) {
  const { t } = useT()
  const formats = useFormats()
  const { dealership } = usePhone().pairing
  const count = countWorks(draft.works)
  const sales = draft.mode === 'sales'
  const { make, model, plate } = draft.vehicle
  const shown = shownMedia(draft, media, 'customer')
  const brand = dealership.brands.find(({ id }) => id === draft.brand)?.name
  const module = draft.module ? t(`common.module.${draft.module}`) : null
  return (
    <div className={css.facts}>
      <button type="button" onClick={() => go('module')}>
        <span>{t('phone.step.module')}</span>
        <strong>{[module, brand].filter(Boolean).join(' · ') || '–'}</strong>
      </button>
      {draft.module === 'uc_stock' ? (
        <button type="button" onClick={() => go('vehicle')}>
          <span>{t('phone.step.vehicle')}</span>
          <strong>{[make, model, plate].filter(Boolean).join(' · ') || '–'}</strong>
        </button>
      ) : null}
      {draft.module === 'warranty' || sales ? null : (
        <button type="button" onClick={() => go('works')}>
          <span>{t('phone.summary.recommendations', { count: count.proposed })}</span>
          <strong className="fb-figures">
            {count.unpriced < count.proposed ? formatMoney(formats, count.total) : '–'}
          </strong>
          <small>
            {[
              t('phone.summary.checked', { count: count.ok }),
              count.unpriced > 0 ? t('phone.summary.unpriced', { count: count.unpriced }) : null,
            ]
              .filter(Boolean)
              .join(' · ')}
          </small>
        </button>
      )}
      <button type="button" onClick={() => go('media')}>
        <span>{t('phone.step.media')}</span>
        <strong>{t('phone.media.kept_count', { count: shown.length })}</strong>
        {shown.length > 0 ? <MediaStrip media={shown} /> : null}
      </button>
      {sales ? null : (
        <button type="button" onClick={() => go('message')}>
          <span>{t('phone.step.message')}</span>
          <strong>{t(`phone.message.${draft.internal.kind}`)}</strong>
        </button>
      )}
    </div>
  )
}
