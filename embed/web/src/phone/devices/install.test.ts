import { act, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

type Install = typeof import('./install')

const androidFirefox = 'Mozilla/5.0 (Android 15; Mobile; rv:144.0) Firefox/144.0'
let phone: Install
let standalone = false

beforeEach(async () => {
  vi.resetModules()
  standalone = false
  vi.stubGlobal('matchMedia', () => ({ matches: standalone }))
  phone = await import('./install')
  phone.watchInstall()
})

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

/** What Chromium hands over, with the answer still open. */
function offer() {
  let answer = () => {}
  const userChoice = new Promise<void>(resolve => {
    answer = resolve
  })
  const prompt = vi.fn(async () => {})
  const event = Object.assign(new Event('beforeinstallprompt', { cancelable: true }), { prompt, userChoice })
  act(() => void window.dispatchEvent(event))
  return { event, prompt, answer }
}

it('asks by the browser’s offer, once, and is content with any answer', async () => {
  const { result } = renderHook(() => phone.useInstall())
  expect(result.current).toBeNull()
  const { event, prompt, answer } = offer()
  expect(event.defaultPrevented).toBe(true)
  expect(result.current).toBe('offer')
  await act(async () => {
    const asked = phone.install()
    answer()
    await asked
  })
  expect(prompt).toHaveBeenCalledOnce()
  expect(result.current).toBeNull()
})

it('asks nothing where the app stands on the home screen', () => {
  standalone = true
  const { result } = renderHook(() => phone.useInstall())
  offer()
  expect(result.current).toBeNull()
})

it('names the menu on an Android phone whose browser offers nothing', () => {
  vi.spyOn(navigator, 'userAgent', 'get').mockReturnValue(androidFirefox)
  expect(renderHook(() => phone.useInstall()).result.current).toBe('menu')
})

it('says nothing more once the browser has installed it', () => {
  vi.spyOn(navigator, 'userAgent', 'get').mockReturnValue(androidFirefox)
  const { result } = renderHook(() => phone.useInstall())
  offer()
  act(() => void window.dispatchEvent(new Event('appinstalled')))
  expect(result.current).toBeNull()
})
