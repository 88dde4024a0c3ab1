import { renderHook, waitFor } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'

afterEach(() => {
  vi.unstubAllEnvs()
  vi.unstubAllGlobals()
})

it('a version that was being installed before the page could listen is offered once it lies ready', async () => {
  const posted = vi.fn()
  const installing = Object.assign(new EventTarget(), { state: 'installing', postMessage: posted })
  const registration = Object.assign(new EventTarget(), { installing, waiting: null })
  const serviceWorker = Object.assign(new EventTarget(), {
    controller: {},
    register: async () => registration,
  })
  vi.stubEnv('PROD', true)
  vi.stubGlobal('navigator', { serviceWorker })
  const { registerWorker, useNewVersion } = await import('./worker')
  registerWorker()
  const { result } = renderHook(() => useNewVersion())
  await new Promise(resolve => setTimeout(resolve))
  expect(result.current).toBeNull()
  installing.state = 'installed'
  installing.dispatchEvent(new Event('statechange'))
  await waitFor(() => expect(result.current).not.toBeNull())
  result.current?.()
  expect(posted).toHaveBeenCalledWith('take over')
})
