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

/** The longest that pauseAfter answers: who is to wait for longer has a clock that was set back. */
export const longestPause = 1.1 * 300 * SECOND

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

const PATIENCE_MS = 20 * SECOND
const SLOWEST_BYTES_PER_SECOND = 128 << 10

/**
 * How long a piece may take. A link that has gone silent is given up soon; what arrived of the piece until
 * then counts, for the box is asked where it stands.
 */
export function pieceTimeout(bytes: number): number {
  return PATIENCE_MS + Math.ceil((bytes / SLOWEST_BYTES_PER_SECOND) * SECOND)
}
