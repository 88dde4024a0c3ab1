import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, renderHook } from '@testing-library/react'
import { createElement, type ReactNode } from 'react'
import { expect, it } from 'vitest'
import { useUploads } from './uploads'

const wrapper = ({ children }: { children: ReactNode }) =>
  createElement(QueryClientProvider, { client: new QueryClient() }, children)

/** Whether the browser would ask before it closes the window. */
const asked = () => !dispatchEvent(new Event('beforeunload', { cancelable: true }))

it('asks before the window is closed on an import, on whatever page one is', () => {
  const page = renderHook(() => useUploads('f1'), { wrapper })
  expect(asked()).toBe(false)
  act(() => page.result.current.add([new File(['film'], 'film.mp4', { type: 'video/mp4' })]))
  const key = page.result.current.list[0]?.key ?? ''
  page.unmount()
  expect(asked()).toBe(true)
  const again = renderHook(() => useUploads('f1'), { wrapper })
  act(() => again.result.current.cancel(key))
  expect(asked()).toBe(false)
})
