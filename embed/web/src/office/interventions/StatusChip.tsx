import type { Status } from '../../shared/api/types'
import { useT } from '../../shared/i18n'
import classes from './chips.module.css'
import { statusIcons } from './icons'

/** A status in its colour, with its icon and its name. */
export function StatusChip({ status }: { status: Status }) {
  const { t } = useT()
  const Icon = statusIcons[status]
  return (
    <span
      className={classes.status}
      style={{ background: `var(--fb-${status})`, color: `var(--fb-${status}-ink)` }}
    >
      <Icon size={15} stroke={2} aria-hidden />
      {t(`common.status.${status}`)}
    </span>
  )
}
