import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '../../shared/api/client'
import type { Device } from '../../shared/api/types'
import { useT } from '../../shared/i18n'
import { Question } from '../shell/Question'
import { say } from '../shell/say'

interface Props {
  device: Device
  opened: boolean
  onClose: () => void
}

/** Revoking takes effect at once. */
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
    <Question
      opened={opened}
      onClose={onClose}
      title={t('office.devices.revoke_title', { name: device.name })}
      text={t('office.devices.revoke_text')}
      confirm={t('office.devices.revoke')}
      pending={revoke.isPending}
      onConfirm={() => revoke.mutate()}
    />
  )
}
