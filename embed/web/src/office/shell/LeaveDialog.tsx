import { Button, Group, Stack, Text } from '@mantine/core'
import { useT } from '../../shared/i18n'
import { Dialog } from './Dialog'

interface Props {
  title: string
  opened: boolean
  onStay: () => void
  onLeave: () => void
}

export function LeaveDialog({ title, opened, onStay, onLeave }: Props) {
  const { t } = useT()
  return (
    <Dialog opened={opened} onClose={onStay} title={title}>
      <Stack>
        <Text>{t('office.file.leave.text')}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onLeave}>
            {t('office.file.leave.discard')}
          </Button>
          <Button onClick={onStay} data-autofocus>
            {t('office.file.leave.stay')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}
