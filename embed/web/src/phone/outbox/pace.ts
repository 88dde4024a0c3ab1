const SECOND = 1000
const steps = [2, 5, 15, 30, 60, 120, 300].map(seconds => seconds * SECOND)

/**
 * The pause after the given number of failed tries. It grows to five minutes and is spread by a fifth, so
 * that a workshop full of phones does not knock in one beat when the box comes back.
 */
export function pauseAfter(tries: number, random: () => number = Math.random): number {
  const base = steps[Math.min(Math.max(tries, 1), steps.length) - 1] ?? 300 * SECOND
  return Math.round(base * (0.9 + 0.2 * random()))
}

const SMALL = 256 << 10
const LARGE = 4 << 20

/**
 * The size of the next piece: small at first and while the network is slow, so that a cut costs little and what
 * the phone shows as arrived keeps up with what has.
 */
export function nextPiece(current: number, tookMs: number): number {
  if (tookMs < 2 * SECOND) return Math.min(current * 2, LARGE)
  return tookMs > 10 * SECOND ? SMALL : current
}

export const firstPiece = SMALL
