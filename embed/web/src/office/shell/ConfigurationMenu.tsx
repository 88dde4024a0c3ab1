import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import { IconBuildingStore, IconDeviceMobile, IconSettings, IconUsers } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useT } from '../../shared/i18n'
import classes from './Shell.module.css'
import { useRight } from './session'

/** What a manager sets up. Whoever may do none of it does not see the menu. */
export function ConfigurationMenu() {
  const { t } = useT()
  const users = useRight('users.manage')
  const devices = useRight('devices.manage')
  const dealership = useRight('dealership.manage')
  if (!users && !devices && !dealership) return null
  const label = t('office.shell.configuration')
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <Tooltip label={label}>
          <ActionIcon variant="transparent" size={40} className={classes.action} aria-label={label}>
            <IconSettings size={22} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {dealership && (
          <Menu.Item component={Link} to="/dealership" leftSection={<IconBuildingStore size={18} />}>
            {t('office.dealership.title')}
          </Menu.Item>
        )}
        {users && (
          <Menu.Item component={Link} to="/users" leftSection={<IconUsers size={18} />}>
            {t('office.users.title')}
          </Menu.Item>
        )}
        {devices && (
          <Menu.Item component={Link} to="/devices" leftSection={<IconDeviceMobile size={18} />}>
            {t('office.devices.title')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
