import { IconX } from '@tabler/icons-react'
import { type ReactNode, type RefObject, useEffect } from 'react'
import { useT } from '../../shared/i18n'
import { classes } from '../ui/classes'
import css from './Finder.module.css'

interface Props {
  video: RefObject<HTMLVideoElement | null>
  stream: MediaStream | null
  frame?: RefObject<HTMLDivElement | null>
  what: 'code' | 'plate'
  title: string
  hint: string
  /** Stands in place of the hint. */
  told: string | null
  leave: () => void
  /** The controls below the picture. */
  children: ReactNode
}

/** A live picture with a frame to aim with. */
export function Aim({ video, stream, frame, what, title, hint, told, leave, children }: Props) {
  const { t } = useT()
  useEffect(() => {
    if (video.current) video.current.srcObject = stream
  }, [video, stream])
  return (
    <main className={css.finder}>
      <video ref={video} className={css.preview} autoPlay muted playsInline />
      <div className={css.aim} aria-hidden>
        <div ref={frame} className={classes(css.frame, css[what])} />
      </div>
      <header className={css.head}>
        <button type="button" className={css.round} aria-label={t('phone.camera.close')} onClick={leave}>
          <IconX size={30} />
        </button>
        <h1 className={css.title}>{title}</h1>
      </header>
      <div className={css.middle}>
        <p className={classes(css.hint, told && css.told)} role="status">
          {told ?? hint}
        </p>
      </div>
      <footer className={css.controls}>{children}</footer>
    </main>
  )
}
