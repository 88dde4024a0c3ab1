import { Avatar, type MantineColorScheme, Menu, UnstyledButton, useMantineColorScheme } from '@mantine/core'
import {
  IconCheck,
  IconDeviceDesktop,
  IconLogout,
  IconMoon,
  IconSun,
  IconUserCircle,
} from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, unwrap } from '../../shared/api/client'
import { languageName, languages, useT } from '../../shared/i18n'
import { LeaveDialog } from './LeaveDialog'
import { say } from './say'
import { useSession, useSetSession } from './session'
import { clearTab, hasUnsaved } from './tab'

export function UserMenu() {
  const { t } = useT()
  const { user } = useSession()
  const [asking, setAsking] = useState(false)
  const signOut = useSignOut()
  const name = `${user.first_name} ${user.last_name}`.trim()
  const leave = () => (hasUnsaved(sessionStorage) ? setAsking(true) : signOut())
  return (
    <>
      <Menu position="bottom-end" width={250}>
        <Menu.Target>
          <UnstyledButton
            aria-label={t('office.shell.account', { name })}
            style={{ borderRadius: 99 }}
            ml={4}
          >
            <Avatar
              src={user.photo_url}
              name={name}
              size={38}
              color="amber.4"
              variant="filled"
              autoContrast
              alt=""
            />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{name}</Menu.Label>
          <Menu.Item component={Link} to="/profile" leftSection={<IconUserCircle size={18} />}>
            {t('office.profile.title')}
          </Menu.Item>
          <LanguageItems />
          <ColourItems />
          <Menu.Divider />
          <Menu.Item leftSection={<IconLogout size={18} />} onClick={leave}>
            {t('office.shell.sign_out')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <LeaveDialog
        title={t('office.shell.sign_out_unsaved')}
        opened={asking}
        onStay={() => setAsking(false)}
        onLeave={signOut}
      />
    </>
  )
}

function LanguageItems() {
  const { t, language } = useT()
  const session = useSession()
  const setSession = useSetSession()
  const change = useMutation({
    mutationFn: (wanted: string) => unwrap(api.PATCH('/api/profile', { body: { language: wanted } })),
    onSuccess: user => setSession({ ...session, user }),
    onError: say.failed,
  })
  return (
    <>
      <Menu.Divider />
      <Menu.Label>{t('common.word.language')}</Menu.Label>
      {languages.map(item => (
        <Menu.Item
          key={item}
          lang={item}
          role="menuitemradio"
          aria-checked={item === language}
          rightSection={item === language && <IconCheck size={16} aria-hidden />}
          onClick={() => change.mutate(item)}
        >
          {languageName(item)}
        </Menu.Item>
      ))}
    </>
  )
}

const schemes: { value: MantineColorScheme; icon: typeof IconSun }[] = [
  { value: 'light', icon: IconSun },
  { value: 'dark', icon: IconMoon },
  { value: 'auto', icon: IconDeviceDesktop },
]

function ColourItems() {
  const { t } = useT()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <>
      <Menu.Divider />
      <Menu.Label>{t('office.shell.colours.label')}</Menu.Label>
      {schemes.map(({ value, icon: Icon }) => (
        <Menu.Item
          key={value}
          role="menuitemradio"
          aria-checked={value === colorScheme}
          leftSection={<Icon size={18} aria-hidden />}
          rightSection={value === colorScheme && <IconCheck size={16} aria-hidden />}
          onClick={() => setColorScheme(value)}
        >
          {t(`office.shell.colours.${value}`)}
        </Menu.Item>
      ))}
    </>
  )
}

/** Ends the session, and with it what was typed and chosen in this tab. */
function useSignOut(): () => void {
  const navigate = useNavigate()
  const setSession = useSetSession()
  const signOut = useMutation({
    mutationFn: () => unwrap(api.DELETE('/api/session')),
    onSuccess: async () => {
      clearTab(sessionStorage)
      setSession(null)
      await navigate({ to: '/', search: {} })
    },
    onError: say.failed,
  })
  return signOut.mutate
}
