import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '../../shared/api/client'
import type { Device } from '../../shared/api/types'
import { useT } from '../../shared/i18n'
import { say } from '../shell/say'

interface Props {
  device: Device
  opened: boolean
  onClose: () => void
}

/** Revoking takes effect at once and cannot be taken back, so this is one of the few questions that are asked. */
export function RevokeDialog({ device, opened, onClose }: Props) {
  const { t } = useT()
  const queryClient = useQueryClient()
  const revoke = useMutation({
    mutationFn: () => unwrap(api.DELETE('/api/devices/{id}', { params: { path: { id: device.id } } })),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['devices'] })
      say.done(t('office.devices.revoked', { name: device.name }))
      onClose()
    },
    onError: say.failed,
  })
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('office.devices.revoke_title', { name: device.name })}
      closeButtonProps={{ 'aria-label': t('common.action.close') }}
    >
      <Stack>
        <Text>{t('office.devices.revoke_text')}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('common.action.cancel')}
          </Button>
          <Button color="red" loading={revoke.isPending} onClick={() => revoke.mutate()}>
            {t('office.devices.revoke')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
