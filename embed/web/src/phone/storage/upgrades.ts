import type { Table, Transaction } from 'dexie'
import type { Draft } from '../interventions/draft'

type Kept = Record<string, unknown>

/** Lines that were kept before anything could be measured on them have no values. */
export async function takeValues(tx: Transaction): Promise<void> {
  await table(tx, 'drafts').toCollection().modify(withValues)
  await table(tx, 'files')
    .toCollection()
    .modify(({ file }) => withValues(file as Kept))
}

function withValues(kept: Kept): void {
  kept.works = (kept.works as Kept[]).map(work => ({ measure: null, values: [], ...work }))
  if (kept.base) withValues(kept.base as Kept)
  const { posted } = (kept.sending ?? {}) as { posted?: Kept | null }
  if (posted) withValues(posted)
}

/** Files that were kept before the phone knew vehicles, customers and sales have none of them. */
export async function takeSales(tx: Transaction): Promise<void> {
  const pairing = (await tx.table('kept').get('pairing')) as { value: Kept } | undefined
  const { modes = ['after_sales'], dealership, ...rest } = pairing?.value ?? {}
  const language = (dealership as { language?: string } | undefined)?.language ?? ''
  await table(tx, 'drafts')
    .toCollection()
    .modify(draft => withSales(draft, language))
  if (!pairing) return
  const device = { ...(rest.device as Kept), modes }
  await tx.table('kept').put({ key: 'pairing', value: { ...rest, dealership, device } })
  await tx.table('kept').delete('list_at') // it is said of each mode now, with the next list
}

function withSales(draft: Kept, language: string): void {
  const { vehicle, customer } = (draft.base ?? {}) as { vehicle?: Kept; customer?: Kept }
  const { kind: _, ...known } = customer ?? {}
  const facts = { vehicle: { ...noVehicle, ...vehicle }, customer: { ...nobody, language, ...known } }
  Object.assign(draft, facts, { mode: 'after_sales', send_directly: null })
  const { posted } = draft.sending as Draft['sending']
  if (posted) Object.assign(posted, facts)
}

// As they were when these files were kept: what they are today may have become another thing.
const noVehicle = { plate: '', vin: '', make: '', model: '', mileage: null, first_registration: null }
const nobody = { title: '', first_name: '', last_name: '', company: '', email: '', phone: '', address: '' }

const table = (tx: Transaction, name: string): Table<Kept> => tx.table(name)
