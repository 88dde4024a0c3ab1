import { act, renderHook } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { useSingleKey, useSingleKeys } from './keys'

const press = (key: string) =>
  act(() => void document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true })))

it('single keys act until they are switched off, and stay off', () => {
  const open = vi.fn()
  const { unmount } = renderHook(() => useSingleKey('n', open))
  press('n')
  expect(open).toHaveBeenCalledTimes(1)
  const profile = renderHook(() => useSingleKeys())
  act(() => profile.result.current[1](false))
  press('n')
  unmount()
  renderHook(() => useSingleKey('n', open))
  press('n')
  expect(open).toHaveBeenCalledTimes(1)
  act(() => profile.result.current[1](true))
  press('n')
  expect(open).toHaveBeenCalledTimes(2)
})
