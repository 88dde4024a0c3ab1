/** How long an address may take to show that the box is there. */
const PROBE_TIMEOUT_MS = 5_000
/** Looking for the box at all its addresses is not done more often than this. */
const LOOK_AGAIN_MS = 15_000

/**
 * Under which of its addresses the box was last reached. The app stays where it was opened, with all that it
 * keeps; when the box has got another address, it is asked there.
 */
export class Ways {
  /** What stands before a path; empty for the address under which the app was opened. */
  current = ''
  private looking: Promise<boolean> | null = null
  private lookedAt = Number.NEGATIVE_INFINITY

  constructor(
    private readonly get: typeof fetch = (...args) => fetch(...args),
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Looks where the box answers to this token now; answers whether that is another address than before. */
  find(origins: readonly string[], token: string): Promise<boolean> {
    if (this.looking) return this.looking
    const others = ['', ...origins].filter(origin => origin !== this.current)
    if (token === '' || origins.length === 0 || this.now() - this.lookedAt < LOOK_AGAIN_MS) {
      return Promise.resolve(false)
    }
    this.lookedAt = this.now()
    this.looking = Promise.any(others.map(origin => this.probe(origin, token)))
      .then(found => {
        this.current = found
        return true
      })
      .catch(() => false)
      .finally(() => {
        this.looking = null
      })
    return this.looking
  }

  /** Only an answer to the token is one of the box: somebody else may have got its address or bear its name. */
  private async probe(origin: string, token: string): Promise<string> {
    const response = await this.get(`${origin}/api/devices/me`, {
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      signal: AbortSignal.timeout(PROBE_TIMEOUT_MS),
      headers: { Authorization: `Bearer ${token}` },
    })
    if (!response.ok) throw new Error(`${response.status}`)
    return origin
  }
}

/** Those of this page or this worker. */
export const ways = new Ways()
