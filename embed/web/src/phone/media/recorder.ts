import type { DraftMedia, PhoneDB } from '../storage/db'
import { type Begin, beginMedia, type MediaWriter } from './writer'

/** A slice is written as soon as it is a second old: a crash costs no more than the last one or two. */
export const SLICE_MS = 1000
export const BITS_PER_SECOND = 5_000_000

/** H.264 first: every phone plays it and the box need not make it anew. */
const TYPES = [
  'video/mp4;codecs=avc1.64001f,mp4a.40.2',
  'video/mp4;codecs=avc1.64001f,opus',
  'video/mp4;codecs=avc1.42E01F,mp4a.40.2',
  'video/mp4;codecs=avc1.42E01F,opus',
  'video/webm;codecs=h264,opus',
  'video/webm;codecs=vp9,opus',
  'video/webm;codecs=vp8,opus',
  'video/mp4',
  'video/webm',
]

/** The first container and codecs of our preference that this browser can record; empty leaves it the choice. */
export function recordingType(
  supported: (type: string) => boolean = type => MediaRecorder.isTypeSupported(type),
) {
  return TYPES.find(supported) ?? ''
}

export interface Recording {
  id: string
  /** On the clock that nobody sets (performance.now). */
  startedAt: number
  /** Ends the recording and answers the saved media; null when nothing had been recorded. */
  stop(): Promise<DraftMedia | null>
}

/**
 * Records a stream into the phone's storage. failed is called when a slice cannot be kept (storage full) or the camera
 * gives up, also when the recording ends unasked: what was kept until then is saved by stop. Throws when it cannot
 * begin, and leaves nothing.
 */
export async function record(
  db: PhoneDB,
  stream: MediaStream,
  begin: Omit<Begin, 'type' | 'kind'>,
  options: { thumb: () => string | null; failed: (cause: 'storage' | 'camera') => void },
): Promise<Recording> {
  const wanted = recordingType()
  const recorder = new MediaRecorder(stream, optionsFor(wanted))
  const type = recorder.mimeType || wanted || 'video/webm'
  const writer = await beginMedia(db, { ...begin, kind: 'video', type })
  const slices = new Slices(writer, () => options.failed('storage'))
  recorder.ondataavailable = event => slices.add(event.data, Math.round(performance.now() - startedAt))
  recorder.onerror = () => options.failed('camera')
  let asked = false
  const ended = new Promise<void>(resolve => {
    recorder.onstop = () => {
      if (!asked) options.failed('camera')
      resolve()
    }
  })
  const startedAt = performance.now()
  try {
    recorder.start(SLICE_MS)
  } catch (error) {
    await writer.drop()
    throw error
  }
  const thumb = options.thumb()
  return {
    id: writer.id,
    startedAt,
    stop: async () => {
      asked = true
      const elapsedMs = performance.now() - startedAt
      if (recorder.state !== 'inactive') recorder.stop()
      await ended
      await slices.settled()
      // After a trouble less was kept than was filmed.
      const durationMs = Math.min(elapsedMs, slices.keptMs)
      return writer.seal({ duration_ms: Math.round(durationMs), thumb: options.thumb() ?? thumb })
    },
  }
}

/**
 * Chrome hands out MP4 only from key frame to key frame, whatever slice was asked for: without one a second,
 * a crash would cost the whole recording. Browsers that do not know the option pass over it.
 */
function optionsFor(type: string): MediaRecorderOptions {
  return {
    ...(type ? { mimeType: type } : {}),
    videoBitsPerSecond: BITS_PER_SECOND,
    videoKeyFrameIntervalDuration: SLICE_MS,
  } as MediaRecorderOptions
}

/** Writes slices one after the other, in the order in which they came. */
class Slices {
  private queue: Promise<void> = Promise.resolve()
  private broken = false
  /** Up to where the recording is safe. */
  keptMs = 0

  constructor(
    private readonly writer: MediaWriter,
    private readonly failed: () => void,
  ) {}

  add(slice: Blob, atMs: number): void {
    if (slice.size === 0) return
    this.queue = this.queue.then(() => this.write(slice, atMs))
  }

  settled(): Promise<void> {
    return this.queue
  }

  private async write(slice: Blob, atMs: number): Promise<void> {
    if (this.broken) return // a later slice is of no use behind a gap
    try {
      await this.writer.append(await slice.arrayBuffer(), atMs)
      this.keptMs = atMs
    } catch {
      this.broken = true
      this.failed()
    }
  }
}
