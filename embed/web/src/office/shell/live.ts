import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import { connection } from './connection'
import { sessionKey } from './session'

const settle = 30
const reconnectAfter = 4_000

/** Which answers are out of date when something of a topic changed. */
const outdated: Record<string, (id: string) => readonly (readonly unknown[])[]> = {
  intervention: id => [['interventions'], ['intervention', id]],
  device: () => [['devices']],
  user: () => [['users'], ['colleagues']],
  dealership: () => [['dealership'], sessionKey],
}

/** Files that a colleague, a phone or a customer has just changed, for a short flash in the list. */
class Flashes {
  private readonly until = new Map<string, number>()
  private readonly listeners = new Set<() => void>()

  subscribe = (listener: () => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  add(id: string): void {
    this.until.set(id, Date.now() + 2_500)
    this.tell()
    setTimeout(() => {
      if ((this.until.get(id) ?? 0) <= Date.now() + 50) this.until.delete(id)
      this.tell()
    }, 2_500)
  }

  has(id: string): boolean {
    return this.until.has(id)
  }

  private tell(): void {
    for (const listener of this.listeners) listener()
  }
}

const flashes = new Flashes()

export function useFlash(id: string): boolean {
  return useSyncExternalStore(flashes.subscribe, () => flashes.has(id))
}

/** Collects what changed for a moment, so that a burst of events asks the box once. */
class Refresher {
  private readonly waiting = new Map<string, readonly unknown[]>()
  private timer: ReturnType<typeof setTimeout> | undefined
  private readonly queryClient: QueryClient

  constructor(queryClient: QueryClient) {
    this.queryClient = queryClient
  }

  add(keys: readonly (readonly unknown[])[]): void {
    for (const key of keys) this.waiting.set(JSON.stringify(key), key)
    this.timer ??= setTimeout(() => this.flush(), settle)
  }

  stop(): void {
    clearTimeout(this.timer)
  }

  private flush(): void {
    this.timer = undefined
    for (const queryKey of this.waiting.values()) void this.queryClient.invalidateQueries({ queryKey })
    this.waiting.clear()
  }
}

/** Keeps the screens in step with the box for as long as somebody is signed in. */
export function useLiveEvents(): void {
  const queryClient = useQueryClient()
  useEffect(() => {
    const refresher = new Refresher(queryClient)
    let source: EventSource | undefined
    let again: ReturnType<typeof setTimeout> | undefined
    let missed = false

    const onChange = (event: MessageEvent<string>) => {
      const { topic, id } = JSON.parse(event.data) as { topic: string; id: string }
      if (topic === 'intervention') flashes.add(id)
      refresher.add(outdated[topic]?.(id) ?? [])
    }
    const connect = () => {
      source?.close()
      source = new EventSource('/api/events')
      source.addEventListener('change', onChange)
      for (const sign of ['hello', 'change', 'ping']) source.addEventListener(sign, () => connection.heard())
      source.onopen = () => {
        if (missed) void queryClient.invalidateQueries()
        missed = false
      }
      source.onerror = () => {
        missed = true
        connection.broke()
        // The browser tries again by itself unless the answer was a refusal.
        if (source?.readyState !== EventSource.CLOSED) return
        again = setTimeout(connect, reconnectAfter)
      }
    }
    connection.onSilence = () => {
      missed = true
      connect()
    }
    connect()
    return () => {
      refresher.stop()
      connection.end()
      clearTimeout(again)
      source?.close()
    }
  }, [queryClient])
}
