import { IconCheck, IconSend2 } from '@tabler/icons-react'
import type { ComponentProps } from 'react'
import { newId } from '../../../shared/api/id'
import type { Title } from '../../../shared/api/types'
import { languageName, languages, useT } from '../../../shared/i18n'
import { db } from '../../storage/open'
import { usePhone } from '../../ui/context'
import { SelectField, TextField } from '../../ui/Field'
import { Typed } from '../../ui/Typed'
import { type Draft, type DraftCustomer, nobody } from '../draft'
import { changeDraft } from '../drafts'
import fields from './Fields.module.css'
import css from './SummaryStep.module.css'
import { VehicleFields, wholeVehicle } from './VehicleFields'

/** Whether the phone sends the message itself, and then to whom and about which car; otherwise the office does. */
export function DirectSending({ draft }: { draft: Draft }) {
  const { t } = useT()
  const { dealership } = usePhone().pairing
  const directly = dealership.direct_sending && draft.send_directly !== null
  const turn = () =>
    changeDraft(db, draft.id, now => ({ send_directly: now.send_directly === null ? newId() : null }))
  return (
    <>
      {dealership.direct_sending ? (
        <button
          type="button"
          role="switch"
          aria-checked={directly}
          className={css.toggle}
          onClick={() => void turn()}
        >
          <IconSend2 size={28} aria-hidden />
          <span>{t('phone.direct.switch')}</span>
          <span className={css.box}>{directly ? <IconCheck size={26} stroke={3} aria-hidden /> : null}</span>
        </button>
      ) : null}
      <p className={css.help}>{t(directly ? 'phone.direct.on' : 'phone.direct.off')}</p>
      {directly || !isNobody(draft.customer) ? <Contact draft={draft} /> : null}
      {directly ? (
        <>
          <h2 className={fields.heading}>{t('phone.file.vehicle')}</h2>
          <VehicleFields draft={draft} shown={wholeVehicle} />
        </>
      ) : null}
    </>
  )
}

function isNobody(customer: DraftCustomer): boolean {
  const blank = nobody(customer.language)
  return names.every(name => customer[name] === blank[name]) && customer.title === ''
}

const names = ['first_name', 'last_name', 'company', 'email', 'phone'] as const
const titles = ['ms', 'mr', 'mx', 'family', 'company'] as const
const plain = { spellCheck: false, autoCapitalize: 'words', maxLength: 100 } as const
const inputs: Record<(typeof names)[number], ComponentProps<'input'>> = {
  first_name: plain,
  last_name: plain,
  company: { ...plain, maxLength: 200 },
  email: { type: 'email', inputMode: 'email', autoCapitalize: 'none', maxLength: 254 },
  phone: { type: 'tel', maxLength: 40 },
}
const narrow: readonly string[] = ['first_name', 'last_name']

function Contact({ draft }: { draft: Draft }) {
  const { t } = useT()
  const { customer } = draft
  const keep = (change: Partial<DraftCustomer>) =>
    changeDraft(db, draft.id, now => ({ customer: { ...now.customer, ...change } }))
  const spoken = languages.includes(customer.language) ? languages : [customer.language, ...languages]
  return (
    <>
      <h2 className={fields.heading}>{t('phone.customer.heading')}</h2>
      <div className={fields.pairs}>
        <div className={fields.whole}>
          <SelectField
            label={t('phone.customer.title')}
            value={customer.title}
            choices={[
              { value: '', label: t('phone.summary.choose') },
              ...titles.map(value => ({ value, label: t(`phone.customer.titles.${value}`) })),
            ]}
            onChange={event => void keep({ title: event.target.value as Title })}
          />
        </div>
        {names.map(name => (
          <div key={name} className={narrow.includes(name) ? undefined : fields.whole}>
            <Typed value={customer[name]} keep={text => keep({ [name]: text })}>
              {props => <TextField label={t(`phone.customer.${name}`)} {...inputs[name]} {...props} />}
            </Typed>
          </div>
        ))}
        <div className={fields.whole}>
          <SelectField
            label={t('phone.customer.language')}
            value={customer.language}
            choices={spoken.map(value => ({ value, label: languageName(value) }))}
            onChange={event => void keep({ language: event.target.value })}
          />
        </div>
      </div>
    </>
  )
}
