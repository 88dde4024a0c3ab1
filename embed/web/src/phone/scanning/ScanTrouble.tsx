import { IconCameraOff, IconKeyboard } from '@tabler/icons-react'
import { useT } from '../../shared/i18n'
import type { CameraTrouble } from '../media/devices'
import { Button } from '../ui/Button'
import cards from '../ui/cards.module.css'
import { BackButton, Screen } from '../ui/Screen'

interface Props {
  trouble: CameraTrouble
  retry: () => void
  type: () => void
  leave: () => void
}

/** The camera cannot be had: why, what to do, and typing as the way round it. */
export function ScanTrouble({ trouble, retry, type, leave }: Props) {
  const { t } = useT()
  return (
    <Screen
      title={t('phone.scan.title')}
      lead={<BackButton onClick={leave} />}
      dock={
        <>
          <Button look="primary" onClick={type}>
            <IconKeyboard size={28} aria-hidden />
            {t('phone.scan.type')}
          </Button>
          <Button onClick={retry}>{t('common.action.retry')}</Button>
        </>
      }
    >
      <div className={cards.empty} role="alert">
        <IconCameraOff size={64} stroke={1.25} aria-hidden />
        <h2>{t(`phone.camera.trouble.${trouble}`)}</h2>
        <p>{t(`phone.scan.advice.${trouble}`)}</p>
      </div>
    </Screen>
  )
}
