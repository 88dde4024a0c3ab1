import type { InterventionPage, InterventionRow, Mode } from '../../shared/api/types'
import { boxOf } from '../devices/device'
import type { Draft } from '../interventions/draft'
import { keptRows } from '../interventions/kept'
import { tight } from '../interventions/search'
import type { PhoneDB } from '../storage/db'
import { isVIN } from './meaning'

/** What there is already under a scanned text: begun on this phone, or on the box. */
export interface Matches {
  drafts: Draft[]
  rows: InterventionRow[]
}

export const noMatches: Matches = { drafts: [], rows: [] }

const most = 3

/** Whether a row is what was scanned: its reference or its plate, whatever case, blanks and dashes. */
export function matches(row: { reference: string; plate?: string }, text: string): boolean {
  const wanted = tight(text)
  return wanted !== '' && (tight(row.reference) === wanted || tight(row.plate ?? '') === wanted)
}

/** Of rows the newest that match; what a search for a VIN has brought matches although rows do not show it. */
export function matching(rows: InterventionRow[], text: string, found = false): InterventionRow[] {
  return rows
    .filter(row => (found && isVIN(text)) || matches(row, text))
    .sort((a, b) => b.created_at.localeCompare(a.created_at))
    .slice(0, most)
}

/** What this phone knows of: it needs no network. */
export async function keptMatches(db: PhoneDB, mode: Mode, text: string): Promise<Matches> {
  const [drafts, rows] = await Promise.all([db.drafts.toArray(), keptRows(db, mode)])
  const begun = drafts.filter(draft => draft.state === 'open' && draft.mode === mode && matches(draft, text))
  const ids = new Set(begun.map(draft => draft.id))
  return {
    drafts: begun.sort((a, b) => b.updated_at - a.updated_at).slice(0, most),
    rows: matching(rows, text).filter(row => !ids.has(row.id)),
  }
}

/** The rows that the box knows of; a Problem when it does not answer. */
export async function askedMatches(db: PhoneDB, mode: Mode, text: string): Promise<InterventionRow[]> {
  const found = await boxOf(db)
  if (!found) return []
  const search = new URLSearchParams({ mode, limit: '20', closed: 'true', q: text })
  const page = await found.box.json<InterventionPage>('GET', `/api/interventions?${search}`)
  return matching(page.interventions, text, true)
}
