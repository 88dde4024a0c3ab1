import { Link, useRouterState } from '@tanstack/react-router'
import { useT } from '../../shared/i18n'
import { useMode } from './mode'
import { searchOf } from './SearchBox'
import classes from './Shell.module.css'
import { useSession } from './session'

/** After-sales or sales, for those who work in both. What one searches for is searched for in the other too. */
export function ModeSwitch() {
  const { t } = useT()
  const { modes } = useSession()
  const mode = useMode()
  const q = useRouterState({ select: state => searchOf(state.location.search) })
  if (modes.length < 2) return null
  return (
    <nav className={classes.modes} aria-label={t('office.shell.mode')}>
      {modes.map(item => (
        <Link
          key={item}
          to="/"
          search={{ mode: item, ...(q && { q }) }}
          className={classes.mode}
          aria-current={item === mode ? 'true' : undefined}
        >
          {t(`common.mode.${item}`)}
        </Link>
      ))}
    </nav>
  )
}
