import { useCallback, useEffect, useRef, useState } from 'react'
import type { DraftMedia } from '../storage/db'
import { isStorageError } from '../storage/errors'
import { db } from '../storage/open'
import type { OpenCamera } from './devices'
import { type Recording, record } from './recorder'
import { watchPicture } from './tracks'
import type { Begin } from './writer'

export type RecordTrouble = 'storage' | 'camera'

interface Options {
  begin: Omit<Begin, 'type' | 'kind'>
  /** Without the microphone the file has no sound track at all. */
  sound: boolean
  limitMs: number
  thumb: () => string | null
  /** Told once: what was saved, if anything, and what had ended it before its time. */
  ended: (media: DraftMedia | null, trouble: RecordTrouble | null) => void
}

interface Running {
  options: Options
  /** Null when it could not begin. */
  recording: Promise<Recording | null>
  startedAt: number | null
  trouble: RecordTrouble | null
  unwatch: () => void
}

/** One recording at a time: starts, counts, stops by itself at the limit, and saves when the page is left. */
export function useRecording() {
  const running = useRef<Running | null>(null)
  const [elapsedMs, setElapsedMs] = useState<number | null>(null)

  const stop = useCallback(async () => {
    const current = running.current
    if (!current) return
    running.current = null
    setElapsedMs(null)
    const recording = await current.recording
    current.unwatch()
    const media = (await recording?.stop()) ?? null
    current.options.ended(media, current.trouble)
  }, [])

  const start = async (camera: OpenCamera, options: Options) => {
    // Known from the first press on: the second one finds it, however long the camera takes to begin.
    if (running.current) return
    const failed = (trouble: RecordTrouble) => {
      current.trouble ??= trouble
      if (running.current === current) void stop()
    }
    const tracks = options.sound && camera.audio ? [camera.video, camera.audio] : [camera.video]
    const starting = record(db, new MediaStream(tracks), options.begin, { thumb: options.thumb, failed })
    const recording = starting.catch(error => {
      current.trouble = isStorageError(error) ? 'storage' : 'camera'
      return null
    })
    const current: Running = { options, recording, startedAt: null, trouble: null, unwatch: () => {} }
    running.current = current
    current.unwatch = watchPicture(camera.video, () => failed('camera'))
    const begun = await recording
    if (running.current !== current) return
    if (!begun) return stop()
    current.startedAt = begun.startedAt
    setElapsedMs(0)
  }

  /** Ends it before its time: what was filmed until now is saved, and told with the reason. */
  const giveUp = (trouble: RecordTrouble) => {
    if (running.current) running.current.trouble ??= trouble
    return stop()
  }

  const active = elapsedMs !== null
  useEffect(() => {
    if (!active) return
    const timer = setInterval(() => {
      const current = running.current
      if (!current?.startedAt) return
      const elapsed = performance.now() - current.startedAt
      if (elapsed >= current.options.limitMs) void stop()
      else setElapsedMs(elapsed)
    }, 200)
    return () => clearInterval(timer)
  }, [active, stop])

  useEffect(() => () => void stop(), [stop])

  return { elapsedMs, start, stop, giveUp }
}
