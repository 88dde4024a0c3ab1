import { useEffect, useState } from 'react'
import { usePhone } from '../ui/context'
import type { Limits } from './limits'

const LOOK_EVERY_MS = 5_000

/** What the dealership and the box allow in one file. */
export function useLimits(): Limits {
  const { dealership, max_upload_bytes } = usePhone().pairing
  return { ...dealership.limits, upload_bytes: max_upload_bytes }
}

/** How many bytes the browser still gives this app; infinite while nobody knows. */
export async function freeStorage(): Promise<number> {
  const { quota, usage } = (await navigator.storage?.estimate?.().catch(() => null)) ?? {}
  return quota === undefined || usage === undefined ? Number.POSITIVE_INFINITY : Math.max(0, quota - usage)
}

/** The same, looked at again and again. */
export function useFreeStorage(): number {
  const [free, setFree] = useState(Number.POSITIVE_INFINITY)
  useEffect(() => {
    const look = () => void freeStorage().then(setFree)
    look()
    const timer = setInterval(look, LOOK_EVERY_MS)
    return () => clearInterval(timer)
  }, [])
  return free
}
