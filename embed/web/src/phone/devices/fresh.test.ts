import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { PhoneDB } from '../storage/db'
import { keepWhole, lookForUpdate } from '../worker'
import { refresh } from './device'
import { keepFresh } from './fresh'

vi.mock('./device', () => ({ refresh: vi.fn(async () => {}) }))
vi.mock('../worker', () => ({
  lookForUpdate: vi.fn(async () => {}),
  keepWhole: vi.fn(async () => {}),
}))

const MIN = 60_000
const noon = Date.UTC(2026, 10, 30, 12)
beforeEach(() => {
  vi.useFakeTimers({ now: noon })
  vi.clearAllMocks()
})
afterEach(() => {
  vi.useRealTimers()
})
const asked = () => vi.mocked(refresh).mock.calls.length

it('asks at once and then every five minutes, for the app too', () => {
  keepFresh({} as PhoneDB)
  expect(asked()).toBe(1)
  vi.advanceTimersByTime(4 * MIN)
  expect(asked()).toBe(1)
  vi.advanceTimersByTime(2 * MIN)
  expect(asked()).toBe(2)
  expect(lookForUpdate).toHaveBeenCalledTimes(2)
  expect(keepWhole).toHaveBeenCalledTimes(2)
})

it('goes on when the clock is set back by a day', () => {
  keepFresh({} as PhoneDB)
  const before = asked()
  vi.setSystemTime(noon - 24 * 60 * MIN)
  vi.advanceTimersByTime(MIN)
  expect(asked()).toBeGreaterThan(before)
})
