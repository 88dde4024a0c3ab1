import { IconDatabaseOff } from '@tabler/icons-react'
import { useT } from '../../shared/i18n'
import { isStorageError } from '../storage/errors'
import { Button } from './Button'
import cards from './cards.module.css'
import { Screen } from './Screen'

/** Stands where a page could not be shown: why, and what to do. */
export function TroublePage({ error }: { error: unknown }) {
  const { t } = useT()
  const storage = isStorageError(error)
  return (
    <Screen
      title="FleetBox"
      dock={
        <Button look="primary" onClick={() => location.reload()}>
          {t('phone.settings.restart')}
        </Button>
      }
    >
      <div className={cards.empty} role="alert">
        <IconDatabaseOff size={64} stroke={1.25} aria-hidden />
        <h2>{t(storage ? 'phone.storage.closed' : 'common.error.load')}</h2>
        <p>{t(storage ? 'phone.storage.advice' : 'common.error.unexpected')}</p>
      </div>
    </Screen>
  )
}
