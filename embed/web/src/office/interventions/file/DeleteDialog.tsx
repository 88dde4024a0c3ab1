import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useT } from '../../../shared/i18n'
import { useFile } from './context'
import type { FileActions } from './useFileActions'

/** Deleting takes everything along and cannot be undone, so it is asked. */
export function DeleteDialog({
  actions,
  opened,
  onClose,
}: {
  actions: FileActions
  opened: boolean
  onClose: () => void
}) {
  const { t } = useT()
  const { file } = useFile()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('office.file.remove.title', { reference: file.reference })}
      closeButtonProps={{ 'aria-label': t('common.action.close') }}
    >
      <Stack>
        <Text>{t('office.file.remove.text')}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('common.action.cancel')}
          </Button>
          <Button color="red" loading={actions.remove.isPending} onClick={() => actions.remove.mutate()}>
            {t('office.file.remove.confirm')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
