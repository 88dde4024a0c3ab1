import { Alert, Group, Stack, Text } from '@mantine/core'
import { IconMessageCheck, IconPhoneCall } from '@tabler/icons-react'
import { formatDateTime, formatMoney } from '../../../shared/format'
import { useT } from '../../../shared/i18n'
import { useFormats } from '../../shell/session'
import chips from '../chips.module.css'
import { useFile } from './context'
import { Section } from './Section'

/** What the customer answered, or that they want to be called. */
export function AnswerSection() {
  const { t } = useT()
  const { file } = useFile()
  if (!file.answer) {
    const calling = file.wants_call && file.internal_message.kind !== 'contact'
    return (
      calling && (
        <Alert color="amber" icon={<IconPhoneCall aria-hidden />} title={t('office.row.wants_call')}>
          {t(file.mode === 'sales' ? 'office.file.answer.call_only' : 'office.file.answer.call_first')}
        </Alert>
      )
    )
  }
  return (
    <Section title={t('office.file.answer.title')}>
      <AnswerText />
    </Section>
  )
}

function AnswerText() {
  const { t } = useT()
  const { file } = useFile()
  const formats = { ...useFormats(), currency: file.currency }
  const { answer } = file
  if (!answer) return null
  const count = (decision: string) => file.works.filter(work => work.decision === decision).length
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <span className={chips.flag} data-tone="good">
          <IconMessageCheck size={15} aria-hidden />
          {answer.reply
            ? t(`common.reply.${answer.reply}`)
            : t('office.file.answer.accepted', { count: count('accepted') })}
        </span>
        {!answer.reply && (
          <span className={chips.flag}>{t('office.file.answer.refused', { count: count('refused') })}</span>
        )}
        {answer.wants_call && answer.reply !== 'call_me' && (
          <span className={chips.flag} data-tone="warm">
            <IconPhoneCall size={15} aria-hidden />
            {t('office.row.wants_call')}
          </span>
        )}
        {answer.late && (
          <span className={chips.flag} data-tone="bad">
            {t('office.file.answer.late')}
          </span>
        )}
      </Group>
      {!answer.reply && (
        <Text fw={650} fz="lg" className="fb-figures">
          {t('office.file.answer.amount', { amount: formatMoney(formats, file.totals.accepted.gross) })}
        </Text>
      )}
      {answer.comment && (
        <Text
          component="blockquote"
          m={0}
          pl="sm"
          style={{ borderLeft: '3px solid var(--fb-answered)', whiteSpace: 'pre-line' }}
        >
          {answer.comment}
        </Text>
      )}
      <Text size="sm" c="dimmed">
        {[
          t(`office.file.answer.by.${answer.channel}`),
          answer.signature && t('office.file.answer.signed', { name: answer.signature }),
          formatDateTime(formats, answer.at),
        ]
          .filter(Boolean)
          .join(' · ')}
      </Text>
    </Stack>
  )
}
