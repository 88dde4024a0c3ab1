import type { PhoneDB } from '../storage/db'
import { keepAwake } from '../ui/awake'
import { runOnce, syncTag } from './run'

/** While somebody else runs the outbox, or nothing is known, the page looks again after this. */
const LOOK_AGAIN_MS = 5_000
const LONGEST_SLEEP_MS = 60_000

interface SyncRegistration extends ServiceWorkerRegistration {
  sync?: { register(tag: string): Promise<void> }
}

/**
 * Keeps the outbox going while the app is open: at the start, when the network or the person comes back, and
 * after each pause. The screen stays on while something is on its way.
 */
export class Pump {
  private timer: ReturnType<typeof setTimeout> | undefined
  private running = false
  private again = false

  constructor(private readonly db: PhoneDB) {}

  /** Answers a function that ends it. */
  start(): () => void {
    const wake = () => this.kick()
    const seen = () => {
      if (document.visibilityState === 'visible') this.kick()
    }
    window.addEventListener('online', wake)
    document.addEventListener('visibilitychange', seen)
    this.kick()
    return () => {
      window.removeEventListener('online', wake)
      document.removeEventListener('visibilitychange', seen)
      clearTimeout(this.timer)
    }
  }

  /** Tries everything that waits, now. */
  kick(): void {
    void this.run(true)
  }

  private async run(eager: boolean): Promise<void> {
    if (this.running) {
      this.again ||= eager
      return
    }
    this.running = true
    clearTimeout(this.timer)
    let release = () => {}
    try {
      release = await this.prepare()
      const outcome = await runOnce(this.db, eager)
      this.schedule(outcome === null ? LOOK_AGAIN_MS : outcome.nextAt && outcome.nextAt - Date.now())
    } catch {
      this.schedule(LOOK_AGAIN_MS) // storage was busy or closing: the rows still say what is left
    } finally {
      this.running = false
      release()
    }
    if (this.again) {
      this.again = false
      this.kick()
    }
  }

  private schedule(wait: number | null): void {
    clearTimeout(this.timer)
    if (wait === null) return
    this.timer = setTimeout(() => void this.run(false), Math.min(Math.max(wait, 500), LONGEST_SLEEP_MS))
  }

  /** Before the first byte: whatever ends the app, the browser knows that something waits. */
  private async prepare(): Promise<() => void> {
    const waiting = await this.db.drafts.where('state').equals('finished').count()
    if (waiting === 0) return () => {}
    await askForSync().catch(() => {})
    return keepAwake()
  }
}

/** Asks the browser to let the service worker go on when the app is closed; not every browser can. */
async function askForSync(): Promise<void> {
  const registration = (await navigator.serviceWorker?.getRegistration()) as SyncRegistration | undefined
  await registration?.sync?.register(syncTag)
}
