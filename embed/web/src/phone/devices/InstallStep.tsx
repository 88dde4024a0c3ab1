import { IconDeviceMobileDown } from '@tabler/icons-react'
import { useState } from 'react'
import { useT } from '../../shared/i18n'
import { Button } from '../ui/Button'
import cards from '../ui/cards.module.css'
import { Screen } from '../ui/Screen'
import { install } from './install'

interface Props {
  how: 'offer' | 'menu'
  next: () => void
}

/** The last step of connecting a phone: the app onto its home screen, where it is found with gloves on. */
export function InstallStep({ how, next }: Props) {
  const { t } = useT()
  const [asking, setAsking] = useState(false)
  const put = async () => {
    setAsking(true)
    await install().finally(next)
  }
  return (
    <Screen
      title="FleetBox"
      dock={
        how === 'offer' ? (
          <>
            <Button look="primary" disabled={asking} onClick={() => void put()}>
              <IconDeviceMobileDown size={26} aria-hidden />
              {t('phone.install.action')}
            </Button>
            <Button onClick={next}>{t('phone.install.later')}</Button>
          </>
        ) : (
          <Button look="primary" onClick={next}>
            {t('phone.install.begin')}
          </Button>
        )
      }
    >
      <div className={cards.empty}>
        <IconDeviceMobileDown size={64} stroke={1.25} aria-hidden />
        <h2>{t('phone.install.title')}</h2>
        <p>{t(`phone.install.${how}`)}</p>
      </div>
    </Screen>
  )
}
