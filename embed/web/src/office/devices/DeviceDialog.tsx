import { Alert, Anchor, Button, Group, SegmentedControl, Stack, Text, TextInput } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useState } from 'react'
import { api, unwrap } from '../../shared/api/client'
import type { Device, Mode, Pairing } from '../../shared/api/types'
import { formatDuration } from '../../shared/format'
import { useT } from '../../shared/i18n'
import { problemText } from '../../shared/problems'
import { Dialog } from '../shell/Dialog'
import { fieldErrors } from '../shell/fieldErrors'
import { say } from '../shell/say'
import classes from './Devices.module.css'
import type { Offer } from './DevicesPage'
import { ModesField } from './ModesField'
import { QrCode } from './QrCode'

interface Props {
  offer: Offer | null
  devices: Device[]
  onOffer: (offer: Offer) => void
  onClose: () => void
}

export function DeviceDialog({ offer, devices, onOffer, onClose }: Props) {
  const { t } = useT()
  const title = offer === 'new' || offer === null ? t('office.devices.add') : offer.device.name
  return (
    <Dialog opened={offer !== null} onClose={onClose} title={title}>
      {offer === 'new' && <NewDevice onOffer={onOffer} />}
      {offer !== null && offer !== 'new' && (
        <PairingCode
          offer={offer}
          current={devices.find(({ id }) => id === offer.device.id)}
          onOffer={onOffer}
          onClose={onClose}
        />
      )}
    </Dialog>
  )
}

function NewDevice({ onOffer }: { onOffer: (offer: Offer) => void }) {
  const { t } = useT()
  const queryClient = useQueryClient()
  const [name, setName] = useState('')
  const [app, setApp] = useState<Device['app']>('fleetbox')
  const [modes, setModes] = useState<Mode[]>(['after_sales', 'sales'])
  const add = useMutation({
    mutationFn: () => unwrap(api.POST('/api/devices', { body: { name, app, modes } })),
    onSuccess: made => {
      onOffer(made)
      return queryClient.invalidateQueries({ queryKey: ['devices'] })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    add.mutate()
  }
  const errors = fieldErrors(add.error)
  const unnamed = add.isError && !errors.modes ? problemText(add.error) : undefined
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          label={t('office.devices.name')}
          description={t('office.devices.name_hint')}
          name="name"
          required
          data-autofocus
          autoComplete="off"
          value={name}
          error={errors.name ?? unnamed}
          onChange={event => setName(event.currentTarget.value.replace(/\s/g, '-'))}
        />
        <SegmentedControl
          aria-label={t('office.devices.app.label')}
          data={[
            { value: 'fleetbox', label: t('office.devices.app.fleetbox') },
            { value: 'audits', label: t('office.devices.app.audits') },
          ]}
          value={app}
          onChange={value => setApp(value as Device['app'])}
        />
        {app === 'fleetbox' && <ModesField value={modes} error={errors.modes} onChange={setModes} />}
        <Group justify="flex-end">
          <Button type="submit" loading={add.isPending}>
            {t('office.devices.show_code')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

interface PairingProps {
  offer: { device: Device; pairing: Pairing }
  current: Device | undefined
  onOffer: (offer: Offer) => void
  onClose: () => void
}

/** The QR code with the time it has left; the moment the phone has scanned it, this says so. */
function PairingCode({ offer, current, onOffer, onClose }: PairingProps) {
  const { t } = useT()
  const { device, pairing } = offer
  const left = useSecondsUntil(pairing.expires_at)
  const again = useMutation({
    mutationFn: () => unwrap(api.POST('/api/devices/{id}/pairing', { params: { path: { id: device.id } } })),
    onSuccess: fresh => onOffer({ device, pairing: fresh }),
    onError: say.failed,
  })
  const paired = current?.state === 'paired' && current.paired_at !== device.paired_at
  if (paired) {
    return (
      <Stack role="status">
        <Alert icon={<IconCircleCheck aria-hidden />} title={t('office.devices.paired_title')}>
          {t('office.devices.paired_text', { name: device.name })}
        </Alert>
        <Group justify="flex-end">
          <Button onClick={onClose}>{t('common.action.finish')}</Button>
        </Group>
      </Stack>
    )
  }
  return (
    <Stack>
      <Text>{t('office.devices.scan')}</Text>
      <QrCode
        svg={pairing.qr_svg}
        expired={left === 0}
        label={t('office.devices.code_label', { name: device.name })}
      />
      <Text ta="center" c="dimmed" size="sm">
        {t('office.devices.or_open')}
      </Text>
      <Anchor href={pairing.url} target="_blank" rel="noreferrer" className={classes.address}>
        {pairing.url}
      </Anchor>
      <Text ta="center" c="dimmed" size="sm">
        {t('office.devices.or_type')}
      </Text>
      <Text ta="center" ff="monospace" className={classes.digits}>
        {pairing.code}
      </Text>
      <Group justify="space-between">
        <Text size="sm" c="dimmed" className="fb-figures">
          {left > 0
            ? t('office.devices.valid_for', { time: formatDuration(left * 1000) })
            : t('office.devices.expired')}
        </Text>
        <Button
          variant={left > 0 ? 'subtle' : 'filled'}
          loading={again.isPending}
          onClick={() => again.mutate()}
        >
          {t('office.devices.new_code')}
        </Button>
      </Group>
    </Stack>
  )
}

function useSecondsUntil(instant: string): number {
  const seconds = () => Math.max(0, Math.ceil((Date.parse(instant) - Date.now()) / 1000))
  const [left, setLeft] = useState(seconds)
  // biome-ignore lint/correctness/useExhaustiveDependencies: seconds only depends on the instant
  useEffect(() => {
    setLeft(seconds())
    const timer = setInterval(() => setLeft(seconds()), 1000)
    return () => clearInterval(timer)
  }, [instant])
  return left
}
