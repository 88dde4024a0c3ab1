import { SimpleGrid, TextInput } from '@mantine/core'
import { formatPlainDate } from '../../../shared/format'
import { useT } from '../../../shared/i18n'
import { useField, useReadOnly } from './context'
import { DraftNumber, DraftText } from './fields'
import { Section } from './Section'

export function VehicleSection() {
  const { t } = useT()
  return (
    <Section title={t('office.file.vehicle.title')}>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <DraftText field="vehicle.plate" label={t('office.file.vehicle.plate')} maxLength={20} />
        <DraftText field="vehicle.vin" label={t('office.file.vehicle.vin')} maxLength={20} />
        <DraftText field="vehicle.make" label={t('office.file.vehicle.make')} maxLength={60} />
        <DraftText field="vehicle.model" label={t('office.file.vehicle.model')} maxLength={100} />
        <DraftNumber field="vehicle.mileage" label={t('office.file.vehicle.mileage')} suffix=" km" />
        <FirstRegistration />
      </SimpleGrid>
    </Section>
  )
}

function FirstRegistration() {
  const { t, language } = useT()
  const [value, setValue, error] = useField('vehicle.first_registration')
  const readOnly = useReadOnly()
  if (readOnly) {
    const text = value ? formatPlainDate(language, value) : '–'
    return <TextInput readOnly label={t('office.file.vehicle.first_registration')} value={text} />
  }
  return (
    <TextInput
      type="date"
      name="vehicle.first_registration"
      label={t('office.file.vehicle.first_registration')}
      value={value ?? ''}
      error={error}
      onChange={event => setValue(event.currentTarget.value || null)}
    />
  )
}
