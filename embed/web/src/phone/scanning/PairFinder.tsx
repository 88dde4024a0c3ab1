import { IconKeyboard } from '@tabler/icons-react'
import { useRef } from 'react'
import { useT } from '../../shared/i18n'
import { useCamera } from '../media/useCamera'
import { Aim } from './Aim'
import css from './Finder.module.css'
import { ScanTrouble } from './ScanTrouble'
import { useCodes } from './useCodes'

interface Props {
  /** The pairing code that the QR code holds. */
  found: (code: string) => void
  /** Back to where the code can be typed. */
  leave: () => void
}

/** Reads the QR code that the office shows for a new phone: the app on a home screen cannot be opened by it. */
export function PairFinder({ found, leave }: Props) {
  const { t } = useT()
  const video = useRef<HTMLVideoElement>(null)
  const { camera, trouble, retry } = useCamera('environment', false)
  const told = useCodes(camera !== null, video, meaning => {
    if (meaning.kind !== 'pairing') return t('phone.pair.other_code')
    found(meaning.code)
    return null
  })
  if (trouble) return <ScanTrouble trouble={trouble} retry={retry} type={leave} leave={leave} />
  return (
    <Aim
      video={video}
      stream={camera?.stream ?? null}
      what="code"
      title={t('phone.pair.scan')}
      hint={t('phone.pair.scan_hint')}
      told={told}
      leave={leave}
    >
      <button type="button" className={css.option} onClick={leave}>
        <IconKeyboard size={28} aria-hidden />
        {t('phone.scan.type')}
      </button>
    </Aim>
  )
}
