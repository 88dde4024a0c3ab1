import { describe, expect, it } from 'vitest'
import { clock, roomLeft, STORAGE_RESERVE, taken, verdict, warningFor } from './limits'

const limits = { photos: 50, video_seconds: 300, video_total_seconds: 600 }
const MIN = 60_000

describe('room', () => {
  it.each([
    ['nothing taken', 0, 0, { photos: 50, photosByStorage: false, videoMs: 5 * MIN, endsBy: 'video' }],
    [
      'the total ends the next video',
      0,
      8 * MIN,
      { photos: 50, photosByStorage: false, videoMs: 2 * MIN, endsBy: 'total' },
    ],
    [
      'under a second is nothing',
      50,
      10 * MIN - 900,
      { photos: 0, photosByStorage: false, videoMs: 0, endsBy: 'total' },
    ],
    [
      'more than allowed, after the limits were lowered',
      60,
      11 * MIN,
      { photos: 0, photosByStorage: false, videoMs: 0, endsBy: 'total' },
    ],
  ])('%s', (_, photos, videoMs, room) => {
    expect(roomLeft(limits, { photos, videoMs })).toEqual(room)
  })
})

describe('storage', () => {
  const used = { photos: 0, videoMs: 0 }
  const MB = 1 << 20
  it('ends a video before the limits do, and says how long it may be', () => {
    const room = roomLeft(limits, used, STORAGE_RESERVE + 80 * MB)
    expect(room.endsBy).toBe('storage')
    expect(room.videoMs).toBeGreaterThan(1.5 * MIN)
    expect(room.videoMs).toBeLessThan(2.5 * MIN)
    expect(warningFor('video', room, 30_000)).toEqual({ kind: 'storage_left', ms: room.videoMs - 30_000 })
  })

  it('is nothing to tell of while there is plenty, or nobody knows', () => {
    expect(roomLeft(limits, used, 4000 * MB)).toEqual(roomLeft(limits, used))
  })

  it.each(['video', 'photo'] as const)(
    'below the floor there is no %s, and it is the storage that is named',
    mode => {
      const room = roomLeft(limits, used, STORAGE_RESERVE + 2 * MB)
      expect(warningFor(mode, room)).toEqual({ kind: 'storage_full' })
    },
  )
})

describe('no more photos', () => {
  const MB = 1 << 20
  it('because of their number, although the storage would end the next video', () => {
    const room = roomLeft(limits, { photos: 50, videoMs: 0 }, STORAGE_RESERVE + 60 * MB)
    expect(room.endsBy).toBe('storage')
    expect(warningFor('photo', room)).toEqual({ kind: 'photos_full' })
  })

  it('because of the storage, although the videos have reached their total', () => {
    const room = roomLeft(limits, { photos: 0, videoMs: 10 * MIN }, STORAGE_RESERVE + 2 * MB)
    expect(room.endsBy).toBe('total')
    expect(warningFor('photo', room)).toEqual({ kind: 'storage_full' })
  })
})

describe('the largest file that the box takes', () => {
  const small = { ...limits, upload_bytes: 50_000_000 }
  it('ends a video in time', () => {
    const room = roomLeft(small, { photos: 0, videoMs: 0 })
    expect(room.endsBy).toBe('upload')
    expect((room.videoMs / 1000) * (5_000_000 / 8)).toBeLessThan(50_000_000)
  })

  it.each([
    [50_000_000, 'fits'],
    [50_000_001, 'too_large'],
  ] as const)('%i bytes: %s', (size, answer) => {
    expect(verdict('video', 1000, small, { photos: 0, videoMs: 0 }, size)).toBe(answer)
  })
})

describe('warning', () => {
  const room = (photos: number, videoMs: number) => ({
    photos,
    photosByStorage: false,
    videoMs,
    endsBy: 'video' as const,
  })
  it.each([
    ['photo', room(6, 0), 0, { kind: 'none' }],
    ['photo', room(5, 0), 0, { kind: 'photos_left', count: 5 }],
    ['photo', room(0, 0), 0, { kind: 'photos_full' }],
    ['video', room(0, 5 * MIN), 4 * MIN, { kind: 'none' }],
    ['video', room(0, 5 * MIN), 4.5 * MIN, { kind: 'video_left', ms: 30_000 }],
    ['video', room(0, 20_000), 0, { kind: 'video_left', ms: 20_000 }],
    ['video', room(0, 0), 0, { kind: 'video_full' }],
  ] as const)('%s %#', (mode, left, elapsed, warning) => {
    expect(warningFor(mode, left, elapsed)).toEqual(warning)
  })
})

describe('a file from the gallery', () => {
  it.each([
    ['photo', null, { photos: 49, videoMs: 0 }, 'fits'],
    ['photo', null, { photos: 50, videoMs: 0 }, 'photos_full'],
    ['video', 5 * MIN + 400, { photos: 0, videoMs: 0 }, 'fits'],
    ['video', 6 * MIN, { photos: 0, videoMs: 0 }, 'video_too_long'],
    ['video', 3 * MIN, { photos: 0, videoMs: 8 * MIN }, 'video_full'],
    ['video', null, { photos: 0, videoMs: 0 }, 'fits'],
    ['video', null, { photos: 0, videoMs: 10 * MIN }, 'video_full'],
  ] as const)('%s of %s ms', (kind, duration, used, answer) => {
    expect(verdict(kind, duration, limits, used)).toBe(answer)
  })
})

it('adds up photos and video time, unknown lengths as nothing', () => {
  const media = [
    { kind: 'photo', duration_ms: null },
    { kind: 'video', duration_ms: 1500 },
    { kind: 'video', duration_ms: null },
  ]
  expect(taken(media)).toEqual({ photos: 1, videoMs: 1500 })
})

it.each([
  [0, '0:00'],
  [59_999, '0:59'],
  [300_000, '5:00'],
  [-5, '0:00'],
])('%i ms show as %s', (ms, text) => {
  expect(clock(ms)).toBe(text)
})
