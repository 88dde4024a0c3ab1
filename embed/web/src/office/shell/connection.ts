import { useSyncExternalStore } from 'react'

/** The box gives a sign of life every 15 seconds: two of them may get lost. */
const silence = 40_000
/** A break that is over before this is not worth a word. */
const patience = 3_000

/** Knows whether the box is heard, and since when it is not. */
export class Connection {
  private lastHeard = Date.now()
  private lost: number | null = null
  private silent: ReturnType<typeof setTimeout> | undefined
  private broken: ReturnType<typeof setTimeout> | undefined
  private readonly listeners = new Set<() => void>()
  /** A box whose plug was pulled breaks no connection: somebody has to ask anew. */
  onSilence: () => void = () => {}

  subscribe = (listener: () => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Until when the screens are up to date; null while they are. */
  lostSince = (): number | null => this.lost

  heard(): void {
    this.rest()
    this.lastHeard = Date.now()
    this.silent = setTimeout(() => {
      this.broke()
      this.onSilence()
    }, silence)
    this.set(null)
  }

  broke(): void {
    clearTimeout(this.silent)
    this.broken ??= setTimeout(() => this.set(this.lastHeard), patience)
  }

  /** Nobody listens any more. */
  end(): void {
    this.rest()
    this.set(null)
  }

  private rest(): void {
    clearTimeout(this.silent)
    clearTimeout(this.broken)
    this.broken = undefined
  }

  private set(lost: number | null): void {
    if (this.lost === lost) return
    this.lost = lost
    for (const listener of this.listeners) listener()
  }
}

export const connection = new Connection()

/** Until when the screens are up to date; null while they are. */
export function useLostSince(): number | null {
  return useSyncExternalStore(connection.subscribe, connection.lostSince)
}
