import { BITS_PER_SECOND } from './recorder'

export interface Limits {
  photos: number
  video_seconds: number
  video_total_seconds: number
  /** The largest file that the box takes, where it has said so. */
  upload_bytes?: number | undefined
}

export interface Taken {
  photos: number
  videoMs: number
}

/** What a file may still take before a limit is reached. */
export interface Room {
  photos: number
  /** Whether it is the phone's storage, rather than their number, that ends the photos. */
  photosByStorage: boolean
  /** How long the next video may run: the shorter of "one video" and "what is left in all". */
  videoMs: number
  /** What ends the next video: the limit of one, of all, of a file's size, or the phone's storage. */
  endsBy: 'video' | 'total' | 'upload' | 'storage'
}

/** Under this a video is not worth starting. */
const SHORTEST_VIDEO_MS = 1000

/** Adds up photos and video time; what was deleted does not count. */
export function taken(media: Iterable<{ kind: string; duration_ms: number | null }>): Taken {
  const sum: Taken = { photos: 0, videoMs: 0 }
  for (const item of media) {
    if (item.kind === 'photo') sum.photos++
    if (item.kind === 'video') sum.videoMs += item.duration_ms ?? 0
  }
  return sum
}

/** What a second of our own recordings takes, sound and container included. */
const VIDEO_BYTES_PER_MS = (1.1 * BITS_PER_SECOND) / 8 / 1000
const PHOTO_BYTES = 6 << 20
/** What is left to the phone: a storage filled to the last byte keeps nothing, not even a tick. */
export const STORAGE_RESERVE = 64 << 20
/** With less storage than for this no video is begun. */
const FLOOR_MS = 20_000

/** How much room the limits and the phone's free storage leave beside what is already there. */
export function roomLeft(limits: Limits, used: Taken, freeBytes = Number.POSITIVE_INFINITY): Room {
  const usable = Math.max(0, freeBytes - STORAGE_RESERVE)
  const stored = usable / VIDEO_BYTES_PER_MS
  const ends: [Room['endsBy'], number][] = [
    ['video', limits.video_seconds * 1000],
    ['total', Math.max(0, limits.video_total_seconds * 1000 - used.videoMs)],
    ['upload', (limits.upload_bytes ?? Number.POSITIVE_INFINITY) / VIDEO_BYTES_PER_MS],
    ['storage', stored < FLOOR_MS ? 0 : stored],
  ]
  const [endsBy, videoMs] = ends.reduce((first, next) => (next[1] < first[1] ? next : first))
  const allowed = Math.max(0, limits.photos - used.photos)
  const storable = Math.floor(usable / PHOTO_BYTES)
  return {
    photos: Math.min(allowed, storable),
    photosByStorage: storable < allowed,
    videoMs: videoMs < SHORTEST_VIDEO_MS ? 0 : Math.floor(videoMs),
    endsBy,
  }
}

/** When the camera begins to warn, so that nobody is surprised in the middle of a sentence. */
export const WARN_VIDEO_MS = 30_000
export const WARN_PHOTOS = 5

export type Warning =
  | { kind: 'none' }
  | { kind: 'photos_left'; count: number }
  | { kind: 'photos_full' }
  | { kind: 'video_left'; ms: number }
  | { kind: 'video_full' }
  | { kind: 'storage_left'; ms: number }
  | { kind: 'storage_full' }

/** What to tell before the next photo or video; elapsedMs is the time of the running recording. */
export function warningFor(mode: 'photo' | 'video', room: Room, elapsedMs = 0): Warning {
  if (mode === 'photo') {
    if (room.photos === 0) return { kind: room.photosByStorage ? 'storage_full' : 'photos_full' }
    return room.photos <= WARN_PHOTOS ? { kind: 'photos_left', count: room.photos } : { kind: 'none' }
  }
  if (room.videoMs === 0) return { kind: room.endsBy === 'storage' ? 'storage_full' : 'video_full' }
  const left = Math.max(0, room.videoMs - elapsedMs)
  if (room.endsBy === 'storage') return { kind: 'storage_left', ms: left }
  return left <= WARN_VIDEO_MS ? { kind: 'video_left', ms: left } : { kind: 'none' }
}

export type Verdict = 'fits' | 'too_large' | 'photos_full' | 'video_too_long' | 'video_full'

/** Whether a file picked from the gallery fits; an unknown duration is left to the box to judge. */
export function verdict(
  kind: 'photo' | 'video',
  durationMs: number | null,
  limits: Limits,
  used: Taken,
  size = 0,
): Verdict {
  if (size > (limits.upload_bytes ?? Number.POSITIVE_INFINITY)) return 'too_large'
  const room = roomLeft(limits, used)
  if (kind === 'photo') return room.photos > 0 ? 'fits' : 'photos_full'
  const length = durationMs ?? 0
  if (length > limits.video_seconds * 1000 + TOLERANCE_MS) return 'video_too_long'
  return room.videoMs > 0 && used.videoMs + length <= limits.video_total_seconds * 1000 + TOLERANCE_MS
    ? 'fits'
    : 'video_full'
}

/** Containers round durations up to a frame or two: a five-minute video must not fail by a blink. */
const TOLERANCE_MS = 1000

/** Minutes and seconds as a camera shows them; remaining time is rounded up by the caller's choice. */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
