import type { InterventionPage, InterventionRow, Mode } from '../../shared/api/types'
import type { Box } from '../outbox/box'
import type { PhoneDB } from '../storage/db'

/** So many interventions of each mode are known without a network. */
const mostRows = 200
const pageSize = 100

/** Replaces the kept list of a mode by its newest interventions, closed ones too. */
export async function refreshList(db: PhoneDB, box: Box, mode: Mode): Promise<void> {
  const rows = await newestRows(box, mode)
  await db.transaction('rw', db.rows, db.kept, async () => {
    await db.rows.where('mode').equals(mode).delete()
    await db.rows.bulkPut(rows)
    await db.set('list_at', { ...(await db.get('list_at')), [mode]: Date.now() })
  })
}

async function newestRows(box: Box, mode: Mode): Promise<InterventionRow[]> {
  const rows: InterventionRow[] = []
  for (let cursor: string | null = ''; cursor !== null && rows.length < mostRows; ) {
    const query = new URLSearchParams({ mode, closed: 'true', limit: String(pageSize), cursor })
    const page: InterventionPage = await box.json('GET', `/api/interventions?${query}`)
    rows.push(...page.interventions)
    cursor = page.next_cursor
  }
  return rows
}

/** The kept rows of a mode, newest first. */
export async function keptRows(db: PhoneDB, mode: Mode): Promise<InterventionRow[]> {
  const rows = await db.rows.where('mode').equals(mode).sortBy('created_at')
  return rows.reverse()
}
