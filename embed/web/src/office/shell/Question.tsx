import { Button, Group, Stack, Text } from '@mantine/core'
import { useT } from '../../shared/i18n'
import { Dialog } from './Dialog'

interface Props {
  title: string
  text: string
  confirm: string
  pending: boolean
  opened: boolean
  onClose: () => void
  onConfirm: () => void
}

/** Asked before what cannot be taken back; everything else is simply done and offers an undo. */
export function Question({ title, text, confirm, pending, opened, onClose, onConfirm }: Props) {
  const { t } = useT()
  return (
    <Dialog opened={opened} onClose={onClose} title={title}>
      <Stack>
        <Text>{text}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('common.action.cancel')}
          </Button>
          <Button color="red" loading={pending} onClick={onConfirm}>
            {confirm}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}
