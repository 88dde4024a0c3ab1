import { isProblem } from '../../shared/api/problem'
import type { Intervention, InterventionPage, InterventionRow, Mode } from '../../shared/api/types'
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

/** Whole files are small beside a single photo: those of both lists, and what somebody looked up besides. */
const mostFiles = 500

/** Keeps a whole file, to be read and corrected without a network; those not heard of for longest go. */
export async function keepFile(db: PhoneDB, file: Intervention): Promise<void> {
  await db.files.put({ id: file.id, file, at: Date.now() })
  const surplus = (await db.files.count()) - mostFiles
  if (surplus > 0) await db.files.bulkDelete(await db.files.orderBy('at').limit(surplus).primaryKeys())
}

const atOnce = 2

/** Fetches the open files of a mode's list that have changed since the phone kept them, a few at a time. */
export async function fetchOpenFiles(db: PhoneDB, box: Box, mode: Mode): Promise<void> {
  const open = (await keptRows(db, mode)).filter(row => row.status !== 'closed')
  const kept = await db.files.bulkGet(open.map(({ id }) => id))
  const wanted = open.filter((row, index) => kept[index]?.file.version !== row.version)
  const takeNext = async (): Promise<void> => {
    for (let row = wanted.shift(); row; row = wanted.shift())
      await box
        .json<Intervention>('GET', `/api/interventions/${row.id}`)
        .then(file => keepFile(db, file))
        .catch(passOver)
  }
  await Promise.all(Array.from({ length: atOnce }, takeNext))
}

/** One file that the box refuses says nothing about the others; an answer that did not come does. */
function passOver(error: unknown): void {
  if (!isProblem(error) || error.temporary || error.status === 401) throw error
}

/** Forgets the kept rows and files of every mode but these: the others were taken from this phone. */
export async function forgetOtherModes(db: PhoneDB, modes: readonly Mode[]): Promise<void> {
  await db.transaction('rw', db.rows, db.files, async () => {
    await db.rows.where('mode').noneOf(modes).delete()
    await db.files.filter(({ file }) => !modes.includes(file.mode)).delete()
  })
}

/**
 * The customer's link to the file as it is seen here; the file has become a sent one by it. When it has changed
 * meanwhile, it is kept as it is now, and changed_meanwhile thrown.
 */
export async function linkOf(db: PhoneDB, box: Box, { id, version }: Intervention): Promise<string> {
  const path = `/api/interventions/${id}`
  const { url } = await box.json<{ url: string }>('POST', `${path}/share`, { version }).catch(async error => {
    if (isProblem(error, 'changed_meanwhile')) await keepFile(db, error.body.current as Intervention)
    throw error
  })
  await box
    .json<Intervention>('GET', path)
    .then(file => keepFile(db, file))
    .catch(() => {}) // the link counts, whether or not the phone has heard what became of the file
  return url
}

/** What the kept files say beside their rows, to be searched without a network. */
export async function keptWords(db: PhoneDB): Promise<Map<string, string>> {
  const words = new Map<string, string>()
  await db.files.each(({ id, file: { vehicle, customer } }) => {
    const { first_name, last_name, company, phone, email } = customer
    words.set(id, [vehicle.vin, vehicle.plate, first_name, last_name, company, phone, email].join(' '))
  })
  return words
}
