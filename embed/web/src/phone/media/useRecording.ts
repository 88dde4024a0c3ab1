import { useCallback, useEffect, useRef, useState } from 'react'
import type { DraftMedia } from '../storage/db'
import { db } from '../storage/open'
import type { OpenCamera } from './devices'
import { type Recording, record } from './recorder'
import type { Begin } from './writer'

export type RecordTrouble = 'storage' | 'camera'

interface Options {
  begin: Omit<Begin, 'type' | 'kind'>
  /** Without the microphone the file has no sound track at all. */
  sound: boolean
  limitMs: number
  thumb: () => string | null
  saved: (media: DraftMedia) => void
  failed: (trouble: RecordTrouble) => void
}

/** One recording at a time: starts, counts, stops by itself at the limit, and saves when the page is left. */
export function useRecording() {
  const running = useRef<{ recording: Recording; options: Options } | null>(null)
  const [elapsedMs, setElapsedMs] = useState<number | null>(null)

  const stop = useCallback(async () => {
    const current = running.current
    if (!current) return
    running.current = null
    setElapsedMs(null)
    const media = await current.recording.stop()
    if (media) current.options.saved(media)
  }, [])

  const start = async (camera: OpenCamera, options: Options) => {
    if (running.current) return
    const tracks = options.sound && camera.audio ? [camera.video, camera.audio] : [camera.video]
    const failed = (trouble: RecordTrouble) => {
      options.failed(trouble)
      void stop()
    }
    try {
      const recording = await record(db, new MediaStream(tracks), options.begin, {
        thumb: options.thumb,
        failed,
      })
      running.current = { recording, options }
      camera.video.addEventListener('ended', () => failed('camera'), { once: true })
      setElapsedMs(0)
    } catch {
      options.failed('camera')
    }
  }

  const active = elapsedMs !== null
  useEffect(() => {
    if (!active) return
    const timer = setInterval(() => {
      const current = running.current
      if (!current) return
      const elapsed = Date.now() - current.recording.startedAt
      if (elapsed >= current.options.limitMs) void stop()
      else setElapsedMs(elapsed)
    }, 200)
    return () => clearInterval(timer)
  }, [active, stop])

  useEffect(() => () => void stop(), [stop])

  return { elapsedMs, start, stop }
}
