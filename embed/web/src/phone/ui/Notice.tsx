import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { classes } from './classes'
import css from './Notice.module.css'

interface Props {
  look?: 'calm' | 'warn' | 'bad'
  icon?: ReactNode
  children: ReactNode
  /** What to do about it. */
  action?: ReactNode
}

/** Tells something that stays true for a while, and what to do about it. */
export function Notice({ look = 'calm', icon, children, action }: Props) {
  const Icon = look === 'calm' ? IconInfoCircle : IconAlertTriangle
  return (
    <div className={classes(css.notice, css[look])} role={look === 'bad' ? 'alert' : 'status'}>
      {icon ?? <Icon size={26} aria-hidden />}
      <div className={css.text}>{children}</div>
      {action}
    </div>
  )
}
