import type { PhoneDB } from '../storage/db'
import { keepWhole, lookForUpdate } from '../worker'
import { refresh } from './device'

const OFTEN_ENOUGH_MS = 60_000
const EVERY_MS = 5 * 60_000

/**
 * Fetches news from the box, a newer app and what the phone does not keep of it yet, when the app opens, comes back to
 * the front or gets a network, and now and then.
 */
export function keepFresh(db: PhoneDB): void {
  let last = 0
  const look = (atLeast: number) => {
    const age = Date.now() - last
    // A negative age: the clock was set back.
    if (document.visibilityState !== 'visible' || (age >= 0 && age < atLeast)) return
    last = Date.now()
    // Without the box the phone shows what it has; the pages say so.
    refresh(db).catch(() => {})
    lookForUpdate().catch(() => {})
    keepWhole().catch(() => {})
  }
  document.addEventListener('visibilitychange', () => look(OFTEN_ENOUGH_MS))
  window.addEventListener('online', () => look(0))
  setInterval(() => look(EVERY_MS), OFTEN_ENOUGH_MS)
  look(0)
}
