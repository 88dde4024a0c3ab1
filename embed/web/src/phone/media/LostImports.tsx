import { useT } from '../../shared/i18n'
import { useLive } from '../storage/live'
import { db } from '../storage/open'
import { Button } from '../ui/Button'
import { Notice } from '../ui/Notice'

/** Names what was not taken in whole before the app was closed, until somebody has read it. */
export function LostImports() {
  const { t } = useT()
  const lost = useLive(() => db.get('lost_imports')) ?? []
  if (lost.length === 0) return null
  const read = <Button onClick={() => void db.set('lost_imports', [])}>{t('phone.media.lost_read')}</Button>
  return (
    <Notice look="warn" action={read}>
      <p>{t('phone.media.lost')}</p>
      <ul>
        {lost.map(({ reference, name }) => (
          <li key={`${reference} ${name}`}>
            {reference}: {name}
          </li>
        ))}
      </ul>
    </Notice>
  )
}
