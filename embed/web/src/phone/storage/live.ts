import { liveQuery } from 'dexie'
import { useEffect, useRef, useState } from 'react'

/**
 * What a query finds, again after every change of the data it read, whoever made it: this page, another, or
 * the service worker. The key names what the query depends on beside the data. Undefined until the first
 * answer; then the last answer stands until the next one comes. What keeps the storage from answering is
 * thrown, for the page that says so.
 */
export function useLive<T>(query: () => Promise<T>, key = ''): T | undefined {
  const [found, setFound] = useState<{ key: string; value: T }>()
  const [failure, setFailure] = useState<{ error: unknown }>()
  const latest = useRef(query)
  latest.current = query
  useEffect(() => {
    const subscription = liveQuery(() => latest.current()).subscribe({
      next: value => setFound({ key, value }),
      error: error => setFailure({ error }),
    })
    return () => subscription.unsubscribe()
  }, [key])
  if (failure) throw failure.error
  return found?.key === key ? found.value : undefined
}
