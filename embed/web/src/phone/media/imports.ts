import { useSyncExternalStore } from 'react'

let share: number | null = null
const listeners = new Set<() => void>()

/** Tells how much of what was picked in the gallery has been taken in (0 to 1); null when it is done. */
export function tellImport(now: number | null): void {
  share = now
  for (const listener of listeners) listener()
}

/** How much has been taken in, whichever page is shown; null while nothing is. */
export function useImport(): number | null {
  return useSyncExternalStore(
    changed => {
      listeners.add(changed)
      return () => void listeners.delete(changed)
    },
    () => share,
  )
}
