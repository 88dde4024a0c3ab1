import { ActionIcon, Alert, Button, SegmentedControl, SimpleGrid, Stack, Tooltip } from '@mantine/core'
import { IconAlertCircle, IconPhone } from '@tabler/icons-react'
import { useSyncExternalStore } from 'react'
import { languageName, languages, useT } from '../../../shared/i18n'
import { hasCustomer } from '../../../shared/modules'
import { CorrectContact } from './CorrectContact'
import { useField, useFile, useReadOnly } from './context'
import { DraftArea, DraftSelect, DraftText } from './fields'
import { Section } from './Section'

const contactFields = [
  'customer.title',
  'customer.first_name',
  'customer.last_name',
  'customer.company',
  'customer.email',
  'customer.phone',
  'customer.address',
] as const
const titles = ['ms', 'mr', 'mx', 'family', 'company'] as const

export function CustomerSection() {
  const { t } = useT()
  const { file } = useFile()
  const [title] = useField('customer.title')
  const stock = !hasCustomer(useField('module')[0])
  const somebody = useSomebody()
  if (stock && !somebody) return null
  return (
    <Section title={t('common.word.customer')} actions={file.mode === 'after_sales' && <KindChoice />}>
      <Stack gap="sm">
        {stock && <NobodyWanted />}
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <DraftSelect
            field="customer.title"
            label={t('office.file.customer.title')}
            required
            data={titles.map(value => ({ value, label: t(`office.file.customer.titles.${value}`) }))}
          />
          <DraftSelect
            field="customer.language"
            label={t('office.file.customer.language')}
            data={languages.map(value => ({ value, label: languageName(value) }))}
          />
          <DraftText field="customer.first_name" label={t('office.field.first_name')} maxLength={100} />
          <DraftText
            field="customer.last_name"
            label={t('office.field.last_name')}
            withAsterisk={title !== 'company'}
            maxLength={100}
          />
        </SimpleGrid>
        <DraftText field="customer.company" label={t('office.file.customer.company')} maxLength={200} />
        <DraftText
          field="customer.email"
          label={t('office.field.email')}
          type="email"
          inputMode="email"
          maxLength={254}
        />
        <DraftText
          field="customer.phone"
          label={t('office.field.phone')}
          type="tel"
          inputMode="tel"
          maxLength={40}
          rightSection={<CallButton />}
        />
        {file.rights.contact && !file.rights.edit && (
          <div>
            <CorrectContact />
          </div>
        )}
        <DraftArea field="customer.address" label={t('office.file.customer.address')} maxLength={500} />
      </Stack>
    </Section>
  )
}

/** Whether anything is known of the customer. */
function useSomebody(): boolean {
  const { draft } = useFile()
  return useSyncExternalStore(draft.subscribe, () =>
    contactFields.some(field => draft.mine.form[field] !== ''),
  )
}

/** UC stock does not go to anybody, so a contact that was entered before is in the way. */
function NobodyWanted() {
  const { t } = useT()
  const { draft } = useFile()
  const remove = () => {
    for (const field of contactFields) draft.set(field, '')
  }
  return (
    <Alert color="amber" icon={<IconAlertCircle aria-hidden />}>
      <Stack gap="xs" align="flex-start">
        {t('office.file.customer.not_in_stock')}
        <Button size="compact-sm" variant="light" onClick={remove}>
          {t('office.file.customer.remove')}
        </Button>
      </Stack>
    </Alert>
  )
}

function CallButton() {
  const { t } = useT()
  const [phone] = useField('customer.phone')
  const number = phone.replace(/[^\d+]/g, '')
  if (number === '') return null
  const label = t('office.file.customer.call', { phone })
  return (
    <Tooltip label={label}>
      <ActionIcon component="a" href={`tel:${number}`} variant="subtle" aria-label={label}>
        <IconPhone size={18} />
      </ActionIcon>
    </Tooltip>
  )
}

function KindChoice() {
  const { t } = useT()
  const [kind, setKind] = useField('customer.kind')
  const readOnly = useReadOnly()
  return (
    <SegmentedControl
      size="xs"
      readOnly={readOnly}
      aria-label={t('office.file.customer.kind')}
      data={[
        { value: 'owner', label: t('office.file.customer.owner') },
        { value: 'driver', label: t('office.file.customer.driver') },
      ]}
      value={kind}
      onChange={value => setKind(value as 'owner' | 'driver')}
    />
  )
}
