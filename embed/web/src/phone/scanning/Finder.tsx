import { IconBarcode, IconBulb, IconBulbOff, IconCar, IconKeyboard } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useT } from '../../shared/i18n'
import { setTorch } from '../media/devices'
import { useCamera } from '../media/useCamera'
import { Button } from '../ui/Button'
import { Aim } from './Aim'
import type { Found } from './Confirm'
import css from './Finder.module.css'
import { ScanTrouble } from './ScanTrouble'
import { plateUnder } from './still'
import { useCodes } from './useCodes'

interface Props {
  what: 'code' | 'plate'
  found: (found: Found) => void
  /** A code that leads to a file of this box. */
  open: (id: string) => void
  /** From codes to plates and back. */
  turn: () => void
  leave: () => void
}

/** The live picture with what to aim with. Typing is one tap away, whatever the camera does. */
export function Finder({ what, found, open, turn, leave }: Props) {
  const { t } = useT()
  const video = useRef<HTMLVideoElement>(null)
  const frame = useRef<HTMLDivElement>(null)
  const [torch, switchTorch] = useState(false)
  const { camera, trouble, retry } = useCamera('environment', false)
  const told = useCodes(what === 'code' && camera !== null, video, meaning => {
    if (meaning.kind === 'reference') found({ from: 'code', text: meaning.text })
    else if (meaning.kind === 'file') open(meaning.id)
    else return t(`phone.scan.told.${meaning.kind}`, { host: meaning.kind === 'address' ? meaning.host : '' })
    return null
  })
  const type = () => found({ from: 'hand' })
  useEffect(() => {
    if (camera?.torch) void setTorch(camera.video, torch)
  }, [camera, torch])

  if (trouble) return <ScanTrouble trouble={trouble} retry={retry} type={type} leave={leave} />

  const read = async () => {
    const picture = video.current && frame.current && (await plateUnder(video.current, frame.current))
    if (!picture) return
    navigator.vibrate?.(60)
    found({ from: 'plate', picture })
  }
  return (
    <Aim
      video={video}
      stream={camera?.stream ?? null}
      frame={frame}
      what={what}
      title={t(`phone.scan.${what}`)}
      hint={t(`phone.scan.hint.${what}`)}
      told={told}
      leave={leave}
    >
      {what === 'plate' ? (
        <Button className={css.shoot} disabled={!camera} onClick={() => void read()}>
          {t('phone.scan.read')}
        </Button>
      ) : null}
      <button type="button" className={css.option} onClick={type}>
        <IconKeyboard size={28} aria-hidden />
        {t('phone.scan.type')}
      </button>
      <button type="button" className={css.option} onClick={turn}>
        {what === 'code' ? <IconCar size={28} aria-hidden /> : <IconBarcode size={28} aria-hidden />}
        {t(`phone.scan.turn.${what}`)}
      </button>
      {camera?.torch ? (
        <button type="button" className={css.option} data-on={torch} onClick={() => switchTorch(on => !on)}>
          {torch ? <IconBulb size={28} aria-hidden /> : <IconBulbOff size={28} aria-hidden />}
          {t(torch ? 'phone.camera.torch_on' : 'phone.camera.torch_off')}
        </button>
      ) : null}
    </Aim>
  )
}
