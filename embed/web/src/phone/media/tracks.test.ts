import { act, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { audioTroubleOf } from './devices'
import { useSilenced, watchPicture } from './tracks'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

class Track extends EventTarget {
  muted = false
  readyState = 'live'
  happens(name: 'mute' | 'unmute' | 'ended') {
    this.muted = name === 'mute'
    if (name === 'ended') this.readyState = 'ended'
    this.dispatchEvent(new Event(name))
  }
}
const track = () => {
  const made = new Track()
  return { made, asTrack: made as unknown as MediaStreamTrack }
}

it('a picture that stays away ends the recording, a blink does not', () => {
  const { made, asTrack } = track()
  const gone = vi.fn()
  watchPicture(asTrack, gone)
  made.happens('mute')
  vi.advanceTimersByTime(1000)
  made.happens('unmute')
  vi.advanceTimersByTime(10_000)
  expect(gone).not.toHaveBeenCalled()
  made.happens('mute')
  vi.advanceTimersByTime(3000)
  expect(gone).toHaveBeenCalledOnce()
})

it('a camera that is taken away is told at once, and nothing after the watch', () => {
  const { made, asTrack } = track()
  const gone = vi.fn()
  const end = watchPicture(asTrack, gone)
  made.happens('ended')
  expect(gone).toHaveBeenCalledOnce()
  end()
  made.happens('mute')
  vi.advanceTimersByTime(10_000)
  expect(gone).toHaveBeenCalledOnce()
})

it('a microphone that a call takes is told, and that it came back', () => {
  const { made, asTrack } = track()
  const { result } = renderHook(() => useSilenced(asTrack))
  expect(result.current).toBe(false)
  act(() => made.happens('mute'))
  expect(result.current).toBe(true)
  act(() => made.happens('unmute'))
  expect(result.current).toBe(false)
  act(() => made.happens('ended'))
  expect(result.current).toBe(true)
})

it.each([
  ['NotAllowedError', 'denied'],
  ['NotFoundError', 'missing'],
  ['NotReadableError', 'busy'],
  ['AbortError', 'busy'],
])('%s of the microphone is told as %s', (name, trouble) => {
  expect(audioTroubleOf(Object.assign(new Error(name), { name }))).toBe(trouble)
})
