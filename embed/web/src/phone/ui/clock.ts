import { useLive } from '../storage/live'
import { db } from '../storage/open'

/** Under this a clock is called right. */
const RIGHT_MS = 5 * 60_000

/** The time by the box's clock, as far as it is known, and whether the phone's own is wrong. */
export function useBoxClock(): { now: number; wrong: boolean } {
  const skew = useLive(() => db.get('clock_skew')) ?? 0
  return boxClock(Date.now(), skew)
}

export function boxClock(now: number, skew: number): { now: number; wrong: boolean } {
  return { now: now + skew, wrong: Math.abs(skew) > RIGHT_MS }
}
