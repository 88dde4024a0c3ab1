import { Group, Stack, Text } from '@mantine/core'
import { IconClock, IconMailCheck, IconMailOff, IconMailX } from '@tabler/icons-react'
import type { Sending } from '../../../shared/api/types'
import { formatDateTime } from '../../../shared/format'
import { translateOr, useT } from '../../../shared/i18n'
import { useFormats } from '../../shell/session'
import chips from '../chips.module.css'
import { useFile } from './context'
import { Section } from './Section'

const icons = {
  queued: IconClock,
  retrying: IconClock,
  delivered: IconMailCheck,
  failed: IconMailX,
  obsolete: IconMailOff,
} as const
const tones = {
  queued: undefined,
  retrying: 'warm',
  delivered: 'good',
  failed: 'bad',
  obsolete: undefined,
} as const

/** Each mail to the customer and its fate. */
export function SendingsSection() {
  const { t } = useT()
  const { file } = useFile()
  if (file.sendings.length === 0) return null
  return (
    <Section title={t('office.file.sendings.title')}>
      <Stack gap="md" aria-live="polite">
        {file.sendings.map(sending => (
          <SendingItem key={sending.id} sending={sending} />
        ))}
      </Stack>
    </Section>
  )
}

function SendingItem({ sending }: { sending: Sending }) {
  const { t } = useT()
  const formats = useFormats()
  const Icon = icons[sending.state]
  return (
    <div>
      <Group gap="xs" justify="space-between">
        <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
          {sending.recipient}
        </Text>
        <span className={chips.flag} data-tone={tones[sending.state]}>
          <Icon size={15} aria-hidden />
          {t(`office.file.sendings.state.${sending.state}`)}
        </span>
      </Group>
      <Text size="sm" c="dimmed">
        {t(`office.file.sendings.purpose.${sending.purpose}`)} ·{' '}
        {formatDateTime(formats, sending.finished_at ?? sending.created_at)}
      </Text>
      {sending.reason && sending.state !== 'delivered' && (
        <Text size="sm" mt={4}>
          {translateOr(`mail.reason.${sending.reason}`, t('common.error.unexpected'))}
        </Text>
      )}
      {sending.state === 'retrying' && sending.next_attempt_at && (
        <Text size="sm" c="dimmed">
          {t('office.file.sendings.next', { at: formatDateTime(formats, sending.next_attempt_at) })}
        </Text>
      )}
    </div>
  )
}
