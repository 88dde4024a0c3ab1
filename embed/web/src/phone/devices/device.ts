import { isProblem } from '../../shared/api/problem'
import type {
  Checklist,
  Colleague,
  DeviceSelf,
  Measure,
  Mode,
  Module,
  PairedDevice,
} from '../../shared/api/types'
import { withChecklist } from '../../shared/modules'
import { fetchOpenFiles, forgetOtherModes, refreshList } from '../interventions/kept'
import { askOpenly, type Box, boxFor, jsonOf } from '../outbox/box'
import type { Pairing, PhoneDB } from '../storage/db'
import { askToLast } from '../storage/lasting'
import { appVersion } from '../version'

/** The box of this phone; null before pairing. */
export async function boxOf(db: PhoneDB): Promise<{ box: Box; pairing: Pairing } | null> {
  const pairing = await db.get('pairing')
  if (!pairing) return null
  const { token, origins = [] } = pairing
  return { box: boxFor({ token, language: await languageOf(db, pairing), origins }), pairing }
}

/**
 * Changes the pairing unless there is a newer one than that which the box was asked with. Answers whether it
 * was still the same.
 */
export async function changePairing(db: PhoneDB, token: string, change: Partial<Pairing>): Promise<boolean> {
  return db.transaction('rw', db.kept, async () => {
    const pairing = await db.get('pairing')
    if (pairing?.token !== token) return false
    await db.set('pairing', { ...pairing, ...change })
    return true
  })
}

/** The language of the app: chosen here, else the dealership's. */
export async function languageOf(db: PhoneDB, pairing?: Pairing): Promise<string> {
  const preferences = await db.get('preferences')
  return preferences?.language ?? pairing?.dealership.language ?? navigator.language.slice(0, 2)
}

/**
 * Pairs this phone by the code that the office shows. Everything kept on the phone stays: what could not be
 * sent under the old pairing goes out under the new one. Throws Problem: pairing_expired, pairing_used,
 * pairing_unknown, or unreachable.
 */
export async function pair(db: PhoneDB, code: string, language: string): Promise<void> {
  const answer = await askOpenly<PairedDevice>(
    '/api/devices/pair',
    { code: code.trim(), app_version: appVersion, platform: platform() },
    language,
  )
  await db.transaction('rw', db.kept, db.drafts, async () => {
    await db.set('pairing', { ...answer, revoked: false, version: '' })
    await db.drafts
      .where('state')
      .equals('finished')
      .modify(draft => {
        if (draft.sending.wait === 'revoked') Object.assign(draft.sending, { wait: 'queued', next_at: 0 })
      })
  })
  await askToLast()
}

/**
 * Fetches what the phone needs when the network is off: the device's own state, colleagues, checklists and
 * the last interventions. Each part that arrives is kept, whatever becomes of the next. A refused token
 * marks the pairing as revoked.
 */
export async function refresh(db: PhoneDB): Promise<void> {
  const found = await boxOf(db)
  if (!found || found.pairing.revoked) return
  const { box, pairing } = found
  try {
    const answer = await box.fetch('/api/devices/me')
    const self = await jsonOf<DeviceSelf>(answer)
    if (!(await changePairing(db, pairing.token, self))) return
    await forgetOtherModes(db, self.device.modes)
    const lists = self.device.modes.map(mode => refreshList(db, box, mode))
    await Promise.all([refreshColleagues(db, box), refreshChecklists(db, box, self), ...lists])
    await db.set('refreshed_at', Date.now())
    const skew = skewOf(answer, Date.now())
    if (skew !== null) await db.set('clock_skew', skew)
    // The lists stand; whole files follow while nobody waits for them, and with the next look what failed now.
    void fetchWhole(db, box, self.device.modes).catch(() => {})
  } catch (error) {
    if (isProblem(error) && error.status === 401) await changePairing(db, pairing.token, { revoked: true })
    throw error
  }
}

let fetching = false

async function fetchWhole(db: PhoneDB, box: Box, modes: readonly Mode[]): Promise<void> {
  if (fetching) return
  fetching = true
  try {
    for (const mode of modes) await fetchOpenFiles(db, box, mode)
  } finally {
    fetching = false
  }
}

/** By how much the box's clock is ahead of the phone's (milliseconds), to a second or two; null when it does not say. */
export function skewOf(answer: Response, now: number): number | null {
  const at = Date.parse(answer.headers.get('Date') ?? '')
  return Number.isNaN(at) ? null : at - now
}

async function refreshColleagues(db: PhoneDB, box: Box): Promise<void> {
  const { colleagues } = await box.json<{ colleagues: Colleague[] }>('GET', '/api/colleagues')
  await db.set('colleagues', colleagues)
}

interface ChecklistAnswer {
  checklists: Checklist[]
  measures: Measure[]
}

async function refreshChecklists(db: PhoneDB, box: Box, self: DeviceSelf): Promise<void> {
  if (!self.device.modes.includes('after_sales')) return
  const language = await languageOf(db, await db.get('pairing'))
  for (const module of withChecklist) {
    for (const brand of self.dealership.brands) {
      const query = new URLSearchParams({ module, brand: brand.id, language })
      const { checklists, measures } = await box.json<ChecklistAnswer>('GET', `/api/checklists?${query}`)
      await db.set('measures', measures)
      await db.checklists.put({ key: checklistKey(module, brand.id, language), checklists })
    }
  }
}

export const checklistKey = (module: Module, brand: string, language: string) =>
  `${module}|${brand}|${language}`

/** The checklists of module and brand, in the app's language or else in any language that is on the phone. */
export async function checklistsOf(
  db: PhoneDB,
  module: Module,
  brand: string,
  language: string,
): Promise<Checklist[]> {
  const exact = await db.checklists.get(checklistKey(module, brand, language))
  if (exact) return exact.checklists
  const other = await db.checklists.where('key').startsWith(`${module}|${brand}|`).first()
  return other?.checklists ?? []
}

/** An iPhone or iPad; the latter says that it is a Macintosh, which has no touch screen. */
export function isApple(): boolean {
  const { userAgent, maxTouchPoints } = navigator
  return /iPhone|iPad/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1)
}

function platform(): string {
  const data = (navigator as { userAgentData?: { platform?: string } }).userAgentData
  if (data?.platform) return data.platform
  return isApple() ? 'iOS' : navigator.platform
}
