import {
  IconBulb,
  IconBulbOff,
  IconCamera,
  IconCameraRotate,
  IconLock,
  IconLockOpen,
  IconMicrophone,
  IconMicrophoneOff,
  IconPhotoPlus,
  IconVideo,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useT } from '../../shared/i18n'
import type { Draft } from '../interventions/draft'
import { classes } from '../ui/classes'
import css from './CameraControls.module.css'
import type { Facing } from './devices'
import { GalleryButton } from './GalleryButton'
import type { Begin } from './writer'

export interface Settings {
  mode: 'video' | 'photo'
  public: boolean
  torch: boolean
  sound: boolean
  facing: Facing
}

interface Props {
  settings: Settings
  change: (change: Partial<Settings>) => void
  recording: boolean
  ready: boolean
  can: { torch: boolean; sound: boolean; turn: boolean }
  internal: boolean
  press: () => void
  draft: Draft
  begin: Pick<Begin, 'purpose' | 'public' | 'work_id'>
  last: string | null
  count: number
  leave: () => void
}

/** Everything that the thumb reaches while the other hand holds a lamp. */
export function Controls({ settings, change, recording, ready, can, internal, press, ...rest }: Props) {
  const { t } = useT()
  const photo = settings.mode === 'photo'
  return (
    <footer className={css.controls}>
      <div className={css.options}>
        {internal ? null : (
          <Option
            on={!settings.public}
            label={t(settings.public ? 'common.word.public' : 'common.word.private')}
            icon={settings.public ? <IconLockOpen size={26} /> : <IconLock size={26} />}
            disabled={recording}
            onClick={() => change({ public: !settings.public })}
          />
        )}
        {can.torch ? (
          <Option
            on={settings.torch}
            label={t(settings.torch ? 'phone.camera.torch_on' : 'phone.camera.torch_off')}
            icon={settings.torch ? <IconBulb size={26} /> : <IconBulbOff size={26} />}
            disabled={recording}
            onClick={() => change({ torch: !settings.torch })}
          />
        ) : null}
        {can.sound && !photo ? (
          <Option
            on={!settings.sound}
            label={t(settings.sound ? 'phone.camera.sound_on' : 'phone.camera.sound_off')}
            icon={settings.sound ? <IconMicrophone size={26} /> : <IconMicrophoneOff size={26} />}
            disabled={recording}
            onClick={() => change({ sound: !settings.sound })}
          />
        ) : null}
        {can.turn ? (
          <Option
            on={false}
            label={t('phone.camera.turn')}
            icon={<IconCameraRotate size={26} />}
            disabled={recording}
            onClick={() => change({ facing: settings.facing === 'user' ? 'environment' : 'user' })}
          />
        ) : null}
      </div>
      <div className={css.main}>
        <Side {...rest} recording={recording} />
        <button
          type="button"
          className={classes(css.shutter, photo && css.photo)}
          data-recording={recording || undefined}
          disabled={!ready}
          aria-label={t(recording ? 'phone.camera.stop' : photo ? 'phone.camera.shoot' : 'phone.camera.film')}
          onClick={press}
        >
          <span />
        </button>
        {internal ? (
          <span className={css.side} />
        ) : (
          <button
            type="button"
            className={css.side}
            disabled={recording}
            onClick={() => change({ mode: photo ? 'video' : 'photo' })}
          >
            {photo ? <IconVideo size={30} aria-hidden /> : <IconCamera size={30} aria-hidden />}
            {t(photo ? 'common.word.video' : 'common.word.photo')}
          </button>
        )}
      </div>
    </footer>
  )
}

/** What was taken last, as the way out to look at it; before anything was taken, the gallery. */
function Side({
  draft,
  begin,
  last,
  count,
  leave,
  recording,
}: Pick<Props, 'draft' | 'begin' | 'last' | 'count' | 'leave' | 'recording'>) {
  const { t } = useT()
  if (recording) return <span className={css.side} />
  if (count === 0) {
    return (
      <GalleryButton draft={draft} begin={begin} className={css.side ?? ''}>
        <IconPhotoPlus size={30} aria-hidden />
        {t('phone.camera.gallery')}
      </GalleryButton>
    )
  }
  return (
    <button type="button" className={css.side} onClick={leave} aria-label={t('phone.camera.look', { count })}>
      {last ? <img src={last} alt="" className={css.last} /> : <IconVideo size={30} aria-hidden />}
      <span className={css.count}>{count}</span>
    </button>
  )
}

function Option(props: {
  on: boolean
  label: string
  icon: ReactNode
  disabled: boolean
  onClick: () => void
}) {
  return (
    <button
      type="button"
      className={css.option}
      data-on={props.on}
      disabled={props.disabled}
      onClick={props.onClick}
    >
      {props.icon}
      <span>{props.label}</span>
    </button>
  )
}
