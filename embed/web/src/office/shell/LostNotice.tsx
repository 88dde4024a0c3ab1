import { IconPlugConnectedX } from '@tabler/icons-react'
import { formatSoon } from '../../shared/format'
import { useT } from '../../shared/i18n'
import { useLostSince } from './connection'
import classes from './Shell.module.css'
import { useFormats } from './session'

/** Says, without getting in the way, that what stands on the screen may be old. */
export function LostNotice() {
  const { t } = useT()
  const formats = useFormats()
  const since = useLostSince()
  return (
    <div role="status">
      {since !== null && (
        <p className={classes.lost}>
          <IconPlugConnectedX size={18} aria-hidden />
          {t('office.shell.lost', { time: formatSoon(formats, since) })}
        </p>
      )}
    </div>
  )
}
