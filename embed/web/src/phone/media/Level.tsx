import { useEffect, useState } from 'react'
import { useT } from '../../shared/i18n'
import css from './Level.module.css'
import { isLevel, tiltOf } from './tilt'

interface Asking {
  requestPermission?: () => Promise<'granted' | 'denied'>
}

/** A line in the picture that turns green when the camera is held level; nothing where the phone has no sensor. */
export function Level() {
  const { t } = useT()
  const [asked, setAsked] = useState(false)
  const tilt = useTilt(asked)
  // Phones from Apple tell how they are held only after a tap.
  const { requestPermission } = (globalThis.DeviceOrientationEvent ?? {}) as Asking
  if (requestPermission && !asked) {
    const ask = async () => {
      await requestPermission().catch(() => {})
      setAsked(true)
    }
    return (
      <button type="button" className={css.ask} onClick={() => void ask()}>
        <span className={css.line} />
        {t('phone.camera.level')}
      </button>
    )
  }
  if (tilt === null) return null
  return (
    <span
      aria-hidden
      className={css.line}
      data-level={isLevel(tilt)}
      style={{ transform: `rotate(${isLevel(tilt) ? 0 : tilt}deg)` }}
    />
  )
}

function useTilt(asked: boolean): number | null {
  const [tilt, setTilt] = useState<number | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: once permitted it is listened to anew
  useEffect(() => {
    const turned = ({ beta, gamma }: DeviceOrientationEvent) => {
      const now = tiltOf(beta, gamma)
      setTilt(now === null ? null : Math.round(now * 2) / 2)
    }
    window.addEventListener('deviceorientation', turned)
    return () => window.removeEventListener('deviceorientation', turned)
  }, [asked])
  return tilt
}
