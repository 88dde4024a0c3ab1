import { boxOf } from '../devices/device'
import type { PhoneDB } from '../storage/db'
import { drain, type Outcome } from './runner'

export const outboxLock = 'fleetbox-outbox'
export const syncTag = 'fleetbox-outbox'

/**
 * One run of the outbox under its lock. Null when another window or the service worker is at it, or when
 * there is no valid pairing.
 */
export async function runOnce(db: PhoneDB, eager: boolean): Promise<Outcome | null> {
  return underLock(async () => {
    const found = await boxOf(db)
    if (!found || found.pairing.revoked) return null
    const { box, pairing } = found
    const vatBP = pairing.dealership.vat_rates[0] ?? 0
    return drain({ db, box, vatBP, eager, now: () => Date.now() })
  })
}

/** Runs work unless somebody else holds the outbox. */
export async function underLock<T>(work: () => Promise<T | null>): Promise<T | null> {
  if (!navigator.locks) return work()
  return navigator.locks.request(outboxLock, { ifAvailable: true }, async lock => (lock ? work() : null))
}
