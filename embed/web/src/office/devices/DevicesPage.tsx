import { Badge, Button, Group, Menu, Paper, Text } from '@mantine/core'
import {
  IconArrowsExchange,
  IconDeviceMobile,
  IconDeviceMobilePlus,
  IconPlugConnectedX,
  IconQrcode,
} from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, unwrap } from '../../shared/api/client'
import type { Device, Pairing } from '../../shared/api/types'
import { formatDateTime } from '../../shared/format'
import { useT } from '../../shared/i18n'
import { MoreMenu } from '../shell/MoreMenu'
import { NotAllowed } from '../shell/NotAllowed'
import { PageHead } from '../shell/PageHead'
import { say } from '../shell/say'
import { useFormats, useRight } from '../shell/session'
import { Empty, Failed, Loading } from '../shell/states'
import { DeviceDialog } from './DeviceDialog'
import classes from './Devices.module.css'
import { ModesDialog } from './ModesDialog'
import { RevokeDialog } from './RevokeDialog'

/** What the dialog shows: the form for a new device, or the code that pairs one. */
export type Offer = 'new' | { device: Device; pairing: Pairing }

export function DevicesPage() {
  const { t } = useT()
  const allowed = useRight('devices.manage')
  const [offer, setOffer] = useState<Offer | null>(null)
  const devices = useQuery({
    queryKey: ['devices'],
    queryFn: () => unwrap(api.GET('/api/devices')),
    select: answer => answer.devices,
    enabled: allowed,
  })
  if (!allowed) return <NotAllowed />
  const add = (
    <Button leftSection={<IconDeviceMobilePlus size={18} />} onClick={() => setOffer('new')}>
      {t('office.devices.add')}
    </Button>
  )
  return (
    <>
      <PageHead title={t('office.devices.title')} lead={t('office.devices.lead')} actions={add} />
      {devices.isError && <Failed error={devices.error} onRetry={devices.refetch} />}
      {devices.isPending && <Loading />}
      {devices.data?.length === 0 && (
        <Empty title={t('office.devices.none')} icon={<IconDeviceMobile size={30} stroke={1.6} />}>
          <Text c="dimmed">{t('office.devices.none_hint')}</Text>
        </Empty>
      )}
      <ul className={classes.list}>
        {sorted(devices.data ?? []).map(device => (
          <DeviceItem key={device.id} device={device} onOffer={setOffer} />
        ))}
      </ul>
      <DeviceDialog
        offer={offer}
        devices={devices.data ?? []}
        onOffer={setOffer}
        onClose={() => setOffer(null)}
      />
    </>
  )
}

const order = { waiting: 0, paired: 1, revoked: 2 } as const

function sorted(devices: Device[]): Device[] {
  return [...devices].sort((a, b) => order[a.state] - order[b.state] || a.name.localeCompare(b.name))
}

function DeviceItem({ device, onOffer }: { device: Device; onOffer: (offer: Offer) => void }) {
  const { t } = useT()
  const formats = useFormats()
  const contact = device.last_contact_at
    ? t('office.devices.last_contact', { at: formatDateTime(formats, device.last_contact_at) })
    : t('office.devices.never')
  const use =
    device.app === 'audits'
      ? t('office.devices.app.audits')
      : device.modes.map(mode => t(`common.mode.${mode}`)).join(', ')
  const details = [use, device.platform, device.version_app].filter(Boolean)
  return (
    <li>
      <Paper withBorder p="md" className={classes.device} data-state={device.state}>
        <IconDeviceMobile size={28} stroke={1.5} aria-hidden className={classes.icon} />
        <div className={classes.text}>
          <Group gap="xs">
            <Text fw={650}>{device.name}</Text>
            <StateBadge state={device.state} />
          </Group>
          <Text size="sm" c="dimmed">
            {details.join(' · ')}
          </Text>
          <Text size="sm" c="dimmed">
            {contact}
          </Text>
        </div>
        {device.state !== 'revoked' && <DeviceMenu device={device} onOffer={onOffer} />}
      </Paper>
    </li>
  )
}

function StateBadge({ state }: { state: Device['state'] }) {
  const { t } = useT()
  const colours = { waiting: 'amber', paired: 'petrol', revoked: 'gray' } as const
  return (
    <Badge variant="light" color={colours[state]} tt="none" fw={600}>
      {t(`office.devices.state.${state}`)}
    </Badge>
  )
}

function DeviceMenu({ device, onOffer }: { device: Device; onOffer: (offer: Offer) => void }) {
  const { t } = useT()
  const queryClient = useQueryClient()
  const [revoking, setRevoking] = useState(false)
  const [changing, setChanging] = useState(false)
  const again = useMutation({
    mutationFn: () => unwrap(api.POST('/api/devices/{id}/pairing', { params: { path: { id: device.id } } })),
    onSuccess: pairing => {
      onOffer({ device, pairing })
      return queryClient.invalidateQueries({ queryKey: ['devices'] })
    },
    onError: say.failed,
  })
  return (
    <>
      <MoreMenu label={t('office.devices.actions', { name: device.name })} loading={again.isPending}>
        <Menu.Item leftSection={<IconQrcode size={18} />} onClick={() => again.mutate()}>
          {t('office.devices.show_code')}
        </Menu.Item>
        {device.app === 'fleetbox' && (
          <Menu.Item leftSection={<IconArrowsExchange size={18} />} onClick={() => setChanging(true)}>
            {t('office.devices.modes.change')}
          </Menu.Item>
        )}
        <Menu.Item
          leftSection={<IconPlugConnectedX size={18} />}
          color="red"
          onClick={() => setRevoking(true)}
        >
          {t('office.devices.revoke')}
        </Menu.Item>
      </MoreMenu>
      <ModesDialog device={device} opened={changing} onClose={() => setChanging(false)} />
      <RevokeDialog device={device} opened={revoking} onClose={() => setRevoking(false)} />
    </>
  )
}
