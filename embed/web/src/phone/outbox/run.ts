import { boxOf } from '../devices/device'
import type { PhoneDB } from '../storage/db'
import { drain, type Outcome } from './runner'

export const outboxLock = 'fleetbox-outbox'
export const syncTag = 'fleetbox-outbox'

/**
 * One run of the outbox under its lock. Null when another window or the service worker is at it (who is patient
 * waits for its end), or when there is no valid pairing.
 */
export async function runOnce(db: PhoneDB, eager: boolean, patient = false): Promise<Outcome | null> {
  return underLock(async () => {
    const found = await boxOf(db)
    if (!found || found.pairing.revoked) return null
    const { box, pairing } = found
    const vatBP = pairing.dealership.vat_rates[0] ?? 0
    return drain({ db, box, vatBP, eager, now: () => Date.now() })
  }, patient)
}

/** Runs work unless somebody else holds the outbox; who is patient waits until nobody does. */
export async function underLock<T>(work: () => Promise<T | null>, patient = false): Promise<T | null> {
  if (!navigator.locks) return work()
  const options = { ifAvailable: !patient }
  return navigator.locks.request(outboxLock, options, async lock => (lock ? work() : null))
}
