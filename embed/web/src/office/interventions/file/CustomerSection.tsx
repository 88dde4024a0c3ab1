import { ActionIcon, SegmentedControl, SimpleGrid, Stack, Tooltip } from '@mantine/core'
import { IconPhone } from '@tabler/icons-react'
import { languageName, languages, useT } from '../../../shared/i18n'
import { CorrectContact } from './CorrectContact'
import { useField, useFile, useReadOnly } from './context'
import { DraftArea, DraftSelect, DraftText } from './fields'
import { Section } from './Section'

const titles = ['ms', 'mr', 'mx', 'family', 'company'] as const

export function CustomerSection() {
  const { t } = useT()
  const { file } = useFile()
  const [title] = useField('customer.title')
  return (
    <Section title={t('common.word.customer')} actions={<KindChoice />}>
      <Stack gap="sm">
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
