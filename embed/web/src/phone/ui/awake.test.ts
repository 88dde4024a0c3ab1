import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { keepAwake } from './awake'

let held: number
beforeEach(() => {
  held = 0
  const request = async () => {
    held++
    return { release: async () => void held-- }
  }
  vi.stubGlobal('navigator', { wakeLock: { request } })
})
afterEach(() => vi.unstubAllGlobals())

/** The app goes out of sight, which ends the lock, or comes back. */
async function turn(visibility: 'hidden' | 'visible') {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(visibility)
  if (visibility === 'hidden') held = 0
  document.dispatchEvent(new Event('visibilitychange'))
  await Promise.resolve()
}

it('the screen stays on again when the app comes back, and may go off at the end', async () => {
  const release = keepAwake()
  expect(held).toBe(1)
  await turn('hidden')
  expect(held).toBe(0)
  await turn('visible')
  expect(held).toBe(1)
  release()
  await vi.waitFor(() => expect(held).toBe(0))
  await turn('visible')
  expect(held).toBe(0)
})
