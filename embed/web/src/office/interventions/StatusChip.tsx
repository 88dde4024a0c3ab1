import { useT } from '../../shared/i18n'
import type { Standing } from '../../shared/modules'
import classes from './chips.module.css'
import { statusIcons } from './icons'

/** A status in its colour, with its icon and its name. */
export function StatusChip({ standing }: { standing: Standing }) {
  const { t } = useT()
  const Icon = statusIcons[standing]
  return (
    <span
      className={classes.status}
      style={{ background: `var(--fb-${standing})`, color: `var(--fb-${standing}-ink)` }}
    >
      <Icon size={15} stroke={2} aria-hidden />
      {t(`common.status.${standing}`)}
    </span>
  )
}
