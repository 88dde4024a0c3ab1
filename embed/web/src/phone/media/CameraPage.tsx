import { IconX } from '@tabler/icons-react'
import { Navigate, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { translate, useT } from '../../shared/i18n'
import type { Draft } from '../interventions/draft'
import { type DraftMedia, mediaOf } from '../storage/db'
import { useLive } from '../storage/live'
import { db } from '../storage/open'
import { keepAwake } from '../ui/awake'
import { Controls, type Settings } from './CameraControls'
import css from './CameraPage.module.css'
import { CameraTroublePage } from './CameraTroublePage'
import { setResolution, setTorch } from './devices'
import { Level } from './Level'
import { clock, roomLeft, STORAGE_RESERVE, taken, warningFor } from './limits'
import { takePhoto, thumbOf, thumbOfPhoto } from './pictures'
import { useFreeStorage, useLimits } from './room'
import { SoundLevel } from './SoundLevel'
import { useSilenced } from './tracks'
import { useCamera } from './useCamera'
import { type RecordTrouble, useRecording } from './useRecording'
import { keepFile } from './writer'

/** The camera of a draft. */
export function CameraPage() {
  const { id } = useParams({ from: '/paired/camera/$id' })
  const draft = useLive(async () => (await db.drafts.get(id)) ?? null, id)
  const media = useLive(() => mediaOf(db, id), id)
  if (draft === undefined || media === undefined) return null
  if (draft?.state !== 'open') return <Navigate to="/" replace />
  return <Camera draft={draft} media={media} />
}

function Camera({ draft, media }: { draft: Draft; media: DraftMedia[] }) {
  const { t } = useT()
  const { work, internal = false } = useSearch({ from: '/paired/camera/$id' })
  const limits = useLimits()
  const navigate = useNavigate()
  const video = useRef<HTMLVideoElement>(null)
  const [settings, setSettings] = useState<Settings>({
    mode: 'video',
    public: !internal,
    torch: false,
    sound: true,
    facing: internal ? 'user' : 'environment',
  })
  const [taking, setTaking] = useState(false)
  const [said, say] = useSaid()
  const { elapsedMs, start, stop, giveUp } = useRecording()
  const recording = elapsedMs !== null
  const { camera, trouble, twoCameras, retry } = useCamera(settings.facing, true, recording)
  const silenced = useSilenced(camera?.audio ?? null)
  const free = useFreeStorage()
  const [freeBefore, setFreeBefore] = useState(free)
  useEffect(keepAwake, [])

  const all = [
    ...media.filter(item => item.state !== 'recording'),
    ...draft.remote.filter(item => !item.deleted),
  ]
  // What a recording takes of the storage is part of the room that it began with.
  const room = roomLeft(limits, taken(all), recording ? freeBefore : free)
  const begin = {
    draft: draft.id,
    purpose: internal ? ('internal_message' as const) : ('customer' as const),
    public: settings.public,
    work_id: work ?? null,
  }
  const frame = () =>
    video.current ? thumbOf(video.current, video.current.videoWidth, video.current.videoHeight) : null

  useEffect(() => {
    if (video.current) video.current.srcObject = camera?.stream ?? null
  }, [camera])
  useEffect(() => {
    if (camera?.torch) void setTorch(camera.video, settings.torch)
  }, [camera, settings.torch])
  useEffect(() => {
    if (camera) void setResolution(camera.video, settings.mode)
  }, [camera, settings.mode])

  useEffect(() => {
    // Something else fills the storage: what was filmed until now is saved while there is room for that.
    if (recording && free < STORAGE_RESERVE / 2) void giveUp('storage')
  })

  const film = () => {
    if (!camera) return
    setFreeBefore(free)
    void start(camera, {
      begin,
      sound: settings.sound,
      limitMs: room.videoMs,
      thumb: frame,
      ended: (saved, trouble) => say(endText(saved, trouble)),
    })
  }
  const shoot = async () => {
    if (!camera || !video.current || taking) return
    setTaking(true)
    try {
      const file = await takePhoto(camera.video, video.current)
      const facts = { duration_ms: null, thumb: (await thumbOfPhoto(file)) ?? frame() }
      await keepFile(db, { ...begin, kind: 'photo', type: file.type }, file, facts)
      say(t('phone.camera.photo_saved'))
    } catch {
      say(`${t('phone.camera.failed.storage')} ${t('phone.camera.failed.nothing')}`)
    } finally {
      setTaking(false)
    }
  }
  const press = () => {
    if (recording) void stop()
    else if (settings.mode === 'photo') void shoot()
    else film()
  }
  const leave = async () => {
    await stop()
    const step = internal ? 'message' : work ? 'works' : 'media'
    await navigate({ to: '/draft/$id/$step', params: { id: draft.id, step } })
  }

  if (trouble) {
    return (
      <CameraTroublePage
        trouble={trouble}
        draft={draft}
        begin={begin}
        retry={retry}
        leave={() => void leave()}
      />
    )
  }
  const warning = warningFor(settings.mode, room, elapsedMs ?? 0)
  const full = ['photos_full', 'video_full', 'storage_full'].includes(warning.kind)
  const heard = settings.mode === 'video' && settings.sound ? (camera?.audio ?? null) : null
  return (
    <main className={css.camera}>
      <video
        ref={video}
        className={css.preview}
        autoPlay
        muted
        playsInline
        data-mirror={settings.facing === 'user'}
      />
      <div className={css.level}>
        <Level />
      </div>
      {taking ? <div className={css.flash} /> : null}
      <header className={css.head}>
        <button
          type="button"
          className={css.round}
          aria-label={t('phone.camera.close')}
          onClick={() => void leave()}
        >
          <IconX size={30} />
        </button>
        {recording ? (
          <p className={css.clock}>
            <span className={css.dot} />
            {clock(elapsedMs)}
            <small>{t('phone.camera.left', { time: clock(room.videoMs - elapsedMs) })}</small>
          </p>
        ) : (
          <p className={css.about}>
            {about(draft, work) ?? (internal ? t('phone.step.message') : draft.reference)}
            {settings.mode === 'video' && !full ? (
              <small>{t('phone.camera.left', { time: clock(room.videoMs) })}</small>
            ) : null}
          </p>
        )}
      </header>
      <div className={css.middle}>
        <p className={css.hint}>{t('phone.camera.landscape')}</p>
        {camera?.audioTrouble ? (
          <p className={css.told}>{t(`phone.camera.no_sound.${camera.audioTrouble}`)}</p>
        ) : null}
        {heard && !silenced ? <SoundLevel track={heard} /> : null}
        {heard && silenced ? (
          <p className={css.warning} role="status">
            {t('phone.camera.silenced')}
          </p>
        ) : null}
        {warning.kind === 'none' ? null : (
          <p className={css.warning} role="status">
            {t(`phone.camera.${warning.kind}`, {
              count: warning.kind === 'photos_left' ? warning.count : 0,
              time: 'ms' in warning ? clock(warning.ms) : '',
            })}
          </p>
        )}
        <p className={css.said} aria-live="assertive">
          {said ? <span>{said}</span> : null}
        </p>
      </div>
      <Controls
        settings={settings}
        change={change => setSettings(now => ({ ...now, ...change }))}
        recording={recording}
        ready={camera !== null && !taking && (recording || !full)}
        can={{ torch: camera?.torch ?? false, sound: camera?.audio != null, turn: twoCameras }}
        internal={internal}
        press={press}
        draft={draft}
        begin={begin}
        last={media.at(-1)?.thumb ?? null}
        count={media.length}
        leave={() => void leave()}
      />
    </main>
  )
}

/** What became of a recording; one that ended before its time says how much of it there is. */
function endText(saved: DraftMedia | null, trouble: RecordTrouble | null): string {
  if (!trouble && saved) return translate('phone.camera.video_saved')
  const why = translate(`phone.camera.failed.${trouble ?? 'camera'}`)
  const rest = saved
    ? translate('phone.camera.failed.part', { time: clock(saved.duration_ms ?? 0) })
    : translate('phone.camera.failed.nothing')
  return `${why} ${rest}`
}

function about(draft: Draft, work: string | undefined): string | undefined {
  return draft.works.find(({ id }) => id === work)?.label
}

/** A word that stays for two seconds, with a touch for the hand that does not look. */
function useSaid(): [string | null, (text: string) => void] {
  const [said, setSaid] = useState<string | null>(null)
  useEffect(() => {
    if (said === null) return
    const timer = setTimeout(() => setSaid(null), 2500)
    return () => clearTimeout(timer)
  }, [said])
  return [
    said,
    text => {
      navigator.vibrate?.(60)
      setSaid(text)
    },
  ]
}
