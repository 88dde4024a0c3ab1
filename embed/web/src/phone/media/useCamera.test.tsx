import { act, renderHook, waitFor } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import type { OpenCamera } from './devices'
import { useCamera } from './useCamera'

const { openCamera, closeCamera } = vi.hoisted(() => ({ openCamera: vi.fn(), closeCamera: vi.fn() }))
vi.mock('./devices', async original => ({
  ...(await original<object>()),
  openCamera,
  closeCamera,
  hasTwoCameras: async () => true,
}))

const opened = () =>
  ({ video: { readyState: 'live' }, audio: { readyState: 'live' } }) as unknown as OpenCamera

it('a microphone that a call has taken is opened anew, but only after the film', async () => {
  const first = opened()
  openCamera.mockResolvedValueOnce(first).mockResolvedValueOnce(opened())
  const { result, rerender } = renderHook(({ filming }) => useCamera('user', true, filming), {
    initialProps: { filming: false },
  })
  await waitFor(() => expect(result.current.camera).toBe(first))
  rerender({ filming: true })
  Object.assign(first.audio as object, { readyState: 'ended' })
  act(() => void document.dispatchEvent(new Event('visibilitychange')))
  expect(closeCamera).not.toHaveBeenCalled()
  expect(result.current.camera).toBe(first)
  rerender({ filming: false })
  await waitFor(() => expect(openCamera).toHaveBeenCalledTimes(2))
  expect(closeCamera).toHaveBeenCalledWith(first)
})
