import { Button, CloseButton, Group, Select, SimpleGrid, Stack, Switch, Text, TextInput } from '@mantine/core'
import { formatDateTime, instantOf, wallClock } from '../../../shared/format'
import { useT } from '../../../shared/i18n'
import { modulesOf } from '../../../shared/modules'
import { useFormats, useSession } from '../../shell/session'
import { useColleagues } from '../queries'
import { useField, useFile, useReadOnly } from './context'
import { DraftSelect, DraftText } from './fields'
import { Section } from './Section'

const hours = ['12:00', '15:00', '17:00'] as const

/** What the file is about and who handles it by when. */
export function OrganisationSection() {
  const { t } = useT()
  const { dealership } = useSession()
  const { file } = useFile()
  const known = [...dealership.brands, ...dealership.retired_brands].filter(
    brand => dealership.brands.includes(brand) || brand.id === file.brand,
  )
  return (
    <Section title={t('office.file.organisation.title')}>
      <Stack gap="sm">
        {file.mode === 'after_sales' && <WaitingHere />}
        {file.mode === 'after_sales' && <AnswerBy />}
        <Assignee />
        <DraftText field="reference" label={t('common.word.reference')} withAsterisk maxLength={100} />
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <DraftSelect
            field="module"
            label={t('common.word.module')}
            data={modulesOf[file.mode].map(value => ({ value, label: t(`common.module.${value}`) }))}
          />
          <DraftSelect
            field="brand"
            label={t('common.word.brand')}
            data={known.map(({ id, name }) => ({ value: id, label: name }))}
          />
        </SimpleGrid>
      </Stack>
    </Section>
  )
}

function WaitingHere() {
  const { t } = useT()
  const [value, setValue] = useField('waiting_here')
  if (useReadOnly()) {
    return value && <Text fw={550}>{t('office.file.organisation.waiting_here')}</Text>
  }
  return (
    <Switch
      label={t('office.file.organisation.waiting_here')}
      checked={value}
      onChange={event => setValue(event.currentTarget.checked)}
    />
  )
}

/** By when an answer is wanted, on the dealership's clock; the usual hours are one click away. */
function AnswerBy() {
  const { t } = useT()
  const formats = useFormats()
  const { timeZone } = formats
  const [value, setValue, error] = useField('answer_by')
  const readOnly = useReadOnly()
  const wall = value ? wallClock(timeZone, value) : ''
  const now = wallClock(timeZone, Date.now())
  const set = (text: string) => setValue(text ? instantOf(timeZone, text).toISOString() : null)
  const later = hours.filter(hour => hour > now.slice(11, 16))
  if (readOnly) {
    const text = value ? formatDateTime(formats, value) : '–'
    return <TextInput readOnly label={t('office.file.organisation.answer_by')} value={text} />
  }
  return (
    <div>
      <TextInput
        type="datetime-local"
        name="answer_by"
        label={t('office.file.organisation.answer_by')}
        value={wall.slice(0, 16).replace(' ', 'T')}
        error={error}
        onChange={event => set(event.currentTarget.value)}
        rightSection={
          value && (
            <CloseButton
              size="sm"
              aria-label={t('office.file.organisation.no_time')}
              onClick={() => setValue(null)}
            />
          )
        }
      />
      {!value && later.length > 0 && (
        <Group gap={6} mt={6}>
          {later.map(hour => (
            <Button
              key={hour}
              size="compact-sm"
              variant="light"
              onClick={() => set(`${now.slice(0, 10)} ${hour}`)}
            >
              {t('office.file.organisation.today_at', { hour })}
            </Button>
          ))}
        </Group>
      )}
    </div>
  )
}

function Assignee() {
  const { t } = useT()
  const { file } = useFile()
  const [value, setValue, error] = useField('assignee_id')
  const readOnly = useReadOnly()
  const colleagues = useColleagues()
  const data = (colleagues.data ?? []).map(({ id, name }) => ({ value: id, label: name }))
  if (file.assignee && !data.some(option => option.value === file.assignee?.id)) {
    data.push({ value: file.assignee.id, label: file.assignee.name })
  }
  return (
    <Select
      label={t('common.word.assignee')}
      placeholder={t('common.word.nobody')}
      data-field="assignee_id"
      data={data}
      value={value}
      readOnly={readOnly}
      error={error}
      searchable={data.length > 7}
      clearable={!readOnly}
      clearButtonProps={{ 'aria-label': t('common.word.nobody') }}
      onChange={setValue}
    />
  )
}
