import { Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api, unwrap } from '../../shared/api/client'
import type { Device } from '../../shared/api/types'
import { useT } from '../../shared/i18n'
import { Dialog } from '../shell/Dialog'
import { fieldErrors } from '../shell/fieldErrors'
import { say } from '../shell/say'
import { ModesField } from './ModesField'

interface Props {
  device: Device
  opened: boolean
  onClose: () => void
}

export function ModesDialog({ opened, ...props }: Props) {
  const { t } = useT()
  return (
    <Dialog
      opened={opened}
      onClose={props.onClose}
      title={t('office.devices.modes.title', { name: props.device.name })}
    >
      <ModesForm {...props} />
    </Dialog>
  )
}

function ModesForm({ device, onClose }: Omit<Props, 'opened'>) {
  const { t } = useT()
  const queryClient = useQueryClient()
  const [modes, setModes] = useState(device.modes)
  const params = { path: { id: device.id } }
  const save = useMutation({
    mutationFn: () => unwrap(api.PATCH('/api/devices/{id}', { params, body: { modes } })),
    onSuccess: () => {
      onClose()
      return queryClient.invalidateQueries({ queryKey: ['devices'] })
    },
    onError: say.failed,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        <ModesField value={modes} error={fieldErrors(save.error).modes} onChange={setModes} />
        <Text size="sm" c="dimmed">
          {t('office.devices.modes.hint')}
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common.action.cancel')}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t('common.action.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
