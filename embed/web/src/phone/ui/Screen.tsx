import { IconArrowLeft } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useT } from '../../shared/i18n'
import { Button } from './Button'
import { classes } from './classes'
import css from './Screen.module.css'

interface Props {
  title: ReactNode
  subtitle?: ReactNode
  /** What stands at the left of the title; usually the way back. */
  lead?: ReactNode
  /** What stands at its right. */
  tail?: ReactNode
  /** Under the title, above what scrolls. */
  top?: ReactNode
  /** What the thumb reaches: stays at the bottom. */
  dock?: ReactNode
  tabs?: ReactNode
  children: ReactNode
}

/** The frame of every page: title above, actions within the thumb's reach, what scrolls between them. */
export function Screen({ title, subtitle, lead, tail, top, dock, tabs, children }: Props) {
  return (
    <div className={css.screen}>
      <header>
        <div className={css.head}>
          {lead}
          <div className={css.titles}>
            <h1 className={css.title}>{title}</h1>
            {subtitle ? <p className={css.subtitle}>{subtitle}</p> : null}
          </div>
          {tail}
        </div>
        {top}
      </header>
      <main className={css.body}>{children}</main>
      <footer>
        {dock ? <div className={classes(css.dock, tabs !== undefined && css.tabbed)}>{dock}</div> : null}
        {tabs}
      </footer>
    </div>
  )
}

export function Row({ children }: { children: ReactNode }) {
  return <div className={css.row}>{children}</div>
}

export function BackButton({ onClick }: { onClick: () => void }) {
  const { t } = useT()
  return (
    <Button look="quiet" aria-label={t('common.action.back')} onClick={onClick}>
      <IconArrowLeft size={28} />
    </Button>
  )
}
