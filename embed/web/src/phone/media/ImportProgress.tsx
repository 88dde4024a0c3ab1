import { useT } from '../../shared/i18n'
import css from './ImportProgress.module.css'
import { useImport } from './imports'

/** Stands above every page while pictures are taken in from the gallery. */
export function ImportProgress() {
  const { t } = useT()
  const share = useImport()
  if (share === null) return null
  const percent = Math.floor(share * 100)
  return (
    <div
      className={css.progress}
      role="progressbar"
      aria-label={t('phone.media.taking_in')}
      aria-valuenow={percent}
    >
      {t('phone.media.taking_in')} {percent} %
    </div>
  )
}
