import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { useDisclosure, useMediaQuery } from '@mantine/hooks'
import { IconHelp, IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useT } from '../../shared/i18n'
import { NewIntervention } from '../interventions/NewIntervention'
import { ConfigurationMenu } from './ConfigurationMenu'
import { useSingleKey } from './keys'
import { ModeSwitch } from './ModeSwitch'
import { useMode } from './mode'
import { SearchBox } from './SearchBox'
import classes from './Shell.module.css'
import { useRight, useSession } from './session'
import { UserMenu } from './UserMenu'

export function Header() {
  const { t } = useT()
  const { modes } = useSession()
  const mode = useMode()
  return (
    <header className={classes.header}>
      <div className={classes.bar}>
        <Link to="/" className={classes.home} aria-label={t('office.shell.home')}>
          <img src="/icon.svg" width={36} height={36} alt="" />
          <span className={classes.homeName}>
            FleetBox
            {mode && modes.length === 1 && (
              <span className={classes.homeMode}>{t(`common.mode.${mode}`)}</span>
            )}
          </span>
        </Link>
        <ModeSwitch />
        {mode && <SearchBox />}
        <nav className={classes.actions} aria-label={t('office.shell.menu')}>
          <NewButton />
          <ConfigurationMenu />
          <Tooltip label={t('office.help.title')}>
            <ActionIcon
              component={Link}
              to="/help"
              variant="transparent"
              size={40}
              className={classes.action}
              aria-label={t('office.help.title')}
            >
              <IconHelp size={22} stroke={1.7} />
            </ActionIcon>
          </Tooltip>
          <UserMenu />
        </nav>
      </div>
    </header>
  )
}

function NewButton() {
  const { t } = useT()
  const mode = useMode()
  const mayWrite = useRight('interventions.write') && mode !== undefined
  const [opened, { open, close }] = useDisclosure()
  const narrow = useMediaQuery('(max-width: 62em)', false, { getInitialValueInEffect: false })
  useSingleKey('n', open, mayWrite)
  if (!mayWrite) return null
  const label = t('office.new.title')
  return (
    <>
      {narrow ? (
        <ActionIcon size={40} className={classes.new} onClick={open} aria-label={label}>
          <IconPlus size={22} stroke={2} />
        </ActionIcon>
      ) : (
        <Button className={classes.new} leftSection={<IconPlus size={18} stroke={2} />} onClick={open} mr={6}>
          {label}
        </Button>
      )}
      {mode && <NewIntervention mode={mode} opened={opened} onClose={close} />}
    </>
  )
}
