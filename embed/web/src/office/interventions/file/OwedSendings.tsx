import { Alert, Button, Group, Text } from '@mantine/core'
import { IconMailForward, IconMailX, IconRefresh, IconSend } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import type { Sending } from '../../../shared/api/types'
import { translateOr, useT } from '../../../shared/i18n'
import { say } from '../../shell/say'
import { CorrectContact } from './CorrectContact'
import { useFile } from './context'
import classes from './File.module.css'
import { requests, useStoreFile } from './operations'
import { addressMoved, failedSendings } from './sendings'
import type { FileActions } from './useFileActions'

/** What the customer still waits for stands above everything else, with the way to send it. */
export function OwedSendings({ actions }: { actions: FileActions }) {
  const { file } = useFile()
  return (
    <>
      {addressMoved(file) && <Moved actions={actions} />}
      {failedSendings(file).map(sending => (
        <Failed key={sending.id} sending={sending} />
      ))}
    </>
  )
}

function Failed({ sending }: { sending: Sending }) {
  const { t } = useT()
  const { file } = useFile()
  const store = useStoreFile()
  const retry = useMutation({
    mutationFn: () => requests.retry(file.id, sending.id),
    onSuccess: retried => {
      store(retried)
      say.done(t('office.file.send.queued', { email: retried.customer.email }))
    },
    onError: say.failed,
  })
  return (
    <Alert
      color="red"
      classNames={{ title: classes.owedTitle }}
      icon={<IconMailX aria-hidden />}
      title={t('office.file.sendings.not_arrived', { recipient: sending.recipient })}
    >
      <Text size="sm">{translateOr(`mail.reason.${sending.reason}`, t('common.error.unexpected'))}</Text>
      <Group mt="sm" gap="xs">
        <Button
          size="compact-md"
          leftSection={<IconRefresh size={16} />}
          loading={retry.isPending}
          onClick={() => retry.mutate()}
        >
          {t('office.file.sendings.again')}
        </Button>
        {file.rights.contact && <CorrectContact />}
      </Group>
    </Alert>
  )
}

function Moved({ actions }: { actions: FileActions }) {
  const { t } = useT()
  const { email } = useFile().file.customer
  return (
    <Alert
      color="amber"
      classNames={{ title: classes.owedTitle }}
      icon={<IconMailForward aria-hidden />}
      title={t('office.file.sendings.moved', { email })}
    >
      <Button
        size="compact-md"
        leftSection={<IconSend size={16} />}
        loading={actions.send.isPending}
        onClick={() => actions.send.mutate({ way: 'email' })}
      >
        {t('office.file.sendings.again')}
      </Button>
    </Alert>
  )
}
