import { IconListDetails, IconSettings, IconSquareRoundedPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useT } from '../../shared/i18n'
import { useLive } from '../storage/live'
import { db } from '../storage/open'
import css from './Tabs.module.css'

/** The three places of the app. */
export function Tabs() {
  const { t } = useT()
  const open = useLive(() => db.drafts.count())
  return (
    <nav className={css.tabs} aria-label={t('phone.tab.all')}>
      <Link to="/" className={css.tab}>
        <IconSquareRoundedPlus size={28} aria-hidden />
        {t('phone.tab.new')}
        {open ? (
          <span className={css.count}>
            {open}
            <span className="fb-spoken"> {t('phone.tab.on_phone')}</span>
          </span>
        ) : null}
      </Link>
      <Link to="/list" className={css.tab}>
        <IconListDetails size={28} aria-hidden />
        {t('phone.tab.list')}
      </Link>
      <Link to="/settings" className={css.tab}>
        <IconSettings size={28} aria-hidden />
        {t('phone.tab.settings')}
      </Link>
    </nav>
  )
}
