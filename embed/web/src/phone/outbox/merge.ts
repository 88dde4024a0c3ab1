import type { Intervention, WorkInput } from '../../shared/api/types'
import { type Content, type DraftWork, nobody } from '../interventions/draft'

/** What the phone wants changed on the box, and what the office has changed otherwise meanwhile. */
export interface Merged {
  patch: Record<string, unknown>
  conflicts: string[]
}

/** A file to compare with: as the box told it, or as the phone once sent it. */
export interface Seen extends Groups {
  fields: Fields
  works: WorkLike[]
}

export function seenOnBox(file: Intervention): Seen {
  return { fields: fieldsOfFile(file), ...groupsOfFile(file), works: file.works }
}

export function seenOnPhone(draft: Content): Seen {
  return { fields: fieldsOfDraft(draft), ...groupsOfDraft(draft), works: draft.works }
}

/**
 * Brings the phone's edit together with what the file has become on the box. Only what the person changed is
 * in the patch; where both sides changed the same thing differently it is a conflict, and the box's value
 * stands unless prefer is 'mine'.
 */
export function mergeEdit(
  base: Seen,
  mine: Content,
  now: Intervention,
  options: { vatBP: number; prefer?: 'mine' | 'theirs' | null },
): Merged {
  const prefer = options.prefer ?? undefined
  const [wanted, current] = [seenOnPhone(mine), seenOnBox(now)]
  const merged = mergeFields(base.fields, wanted.fields, current.fields, prefer)
  for (const group of groups) {
    const { patch, conflicts } = mergeFields(base[group], wanted[group], current[group], prefer)
    if (Object.keys(patch).length > 0) merged.patch[group] = patch
    if (conflicts.length > 0) merged.conflicts.push(group)
  }
  mergeWorks(merged, base.works, mine.works, now.works, options.vatBP, prefer)
  return merged
}

function mergeFields(before: Fields, wanted: Fields, current: Fields, prefer?: 'mine' | 'theirs'): Merged {
  const merged: Merged = { patch: {}, conflicts: [] }
  for (const name of Object.keys(wanted)) {
    if (same(wanted[name], before[name]) || same(wanted[name], current[name])) continue
    const contested = !same(current[name], before[name])
    if (contested && prefer === undefined) merged.conflicts.push(name)
    if (!contested || prefer === 'mine') merged.patch[name] = wanted[name]
  }
  return merged
}

/** A line as the phone sends it: a line that stands says nothing of its media, so they stay. */
type SentWork = Omit<WorkInput, 'media_ids'> & Partial<WorkInput>

type WorkLike = DraftWork | WorkInput

function mergeWorks(
  merged: Merged,
  before: WorkLike[],
  mine: DraftWork[],
  now: WorkInput[],
  vatBP: number,
  prefer?: 'mine' | 'theirs',
): void {
  const old = byID(before)
  const wanted = byID(mine)
  let changed = false
  const contest = (untouched: boolean) => {
    if (untouched || prefer === 'mine') return true
    if (prefer === undefined && !merged.conflicts.includes('works')) merged.conflicts.push('works')
    return false
  }
  const result: SentWork[] = []
  for (const work of now) {
    const was = old.get(work.id)
    const want = wanted.get(work.id)
    const untouched = was !== undefined && sameWork(was, work)
    if (was !== undefined && want === undefined) {
      if (contest(untouched)) changed = true
      else result.push(inputOf(work))
      continue
    }
    const edited = want !== undefined && was !== undefined && !sameWork(want, was) && !sameWork(want, work)
    if (edited && contest(untouched)) {
      changed = true
      result.push({ ...inputOf(work), ...handsOn(want) })
      continue
    }
    result.push(inputOf(work))
  }
  const known = new Set(now.map(work => work.id))
  for (const work of mine) {
    if (known.has(work.id)) continue
    const was = old.get(work.id)
    if (was !== undefined && (sameWork(work, was) || !contest(false))) continue
    changed = true
    result.push(newWork(work, vatBP))
  }
  if (changed) merged.patch.works = result
}

/** What the phone can change about a line. */
function handsOn({ urgency, note, label, measure, values }: WorkLike) {
  return { urgency, note, label, measure, values: values.map(({ place, tenths }) => ({ place, tenths })) }
}

function sameWork(a: WorkLike, b: WorkLike): boolean {
  return same(handsOn(a), handsOn(b))
}

function byID<T extends { id: string }>(works: T[]): Map<string, T> {
  return new Map(works.map(work => [work.id, work]))
}

/** A line as the phone begins it: one piece, no discount, the price with VAT as the checklist holds it. */
export function newWork(work: DraftWork, vatBP: number): WorkInput {
  return {
    id: work.id,
    category: work.category,
    checklist_line: work.checklist_line,
    label: work.label,
    urgency: work.urgency,
    unit_price: work.unit_price,
    price_includes_vat: true,
    vat_bp: vatBP,
    quantity: work.quantity,
    discount: { kind: 'none', value: 0 },
    note: work.note,
    measure: work.measure,
    values: work.values,
    media_ids: [],
  }
}

function inputOf(work: WorkInput): SentWork {
  return {
    id: work.id,
    category: work.category,
    checklist_line: work.checklist_line,
    label: work.label,
    urgency: work.urgency,
    unit_price: work.unit_price,
    price_includes_vat: work.price_includes_vat,
    vat_bp: work.vat_bp,
    quantity: work.quantity,
    discount: work.discount,
    note: work.note,
    measure: work.measure,
    values: work.values,
  }
}

type Fields = Record<string, unknown>

/** What has fields of its own: the office may fill in one of them while the phone changes another. */
interface Groups {
  vehicle: Fields
  customer: Fields
}

const groups = ['vehicle', 'customer'] as const

function groupsOfFile({ vehicle, customer: { kind: _, ...customer } }: Intervention): Groups {
  return { vehicle: { ...vehicle }, customer }
}

/** Vehicle and customer of a draft, spelled as the box keeps them; UC stock is about nobody. */
export function groupsOfDraft({ vehicle, customer, module }: Content): Groups {
  const who = module === 'uc_stock' ? nobody(customer.language) : customer
  const { plate, vin, ...rest } = trimmed(vehicle)
  return {
    vehicle: { plate: plate.toUpperCase(), vin: vin.toUpperCase(), ...rest },
    customer: trimmed(who),
  }
}

function trimmed<T extends object>(fields: T): T {
  const entries = Object.entries(fields)
  return Object.fromEntries(entries.map(([name, value]) => [name, trim(value)])) as T
}

const trim = (value: unknown) => (typeof value === 'string' ? value.trim() : value)

function fieldsOfFile(file: Intervention): Fields {
  return {
    reference: file.reference,
    brand: file.brand,
    module: file.module,
    checklist_id: file.checklist_id,
    internal_message: { kind: file.internal_message.kind, note: file.internal_message.note },
    author_id: file.author?.id ?? null,
    assignee_id: file.assignee?.id ?? null,
    answer_by: instant(file.answer_by),
    waiting_here: file.waiting_here,
  }
}

/** The fields of a draft by the names of the API; works, vehicle and customer left out. */
export function fieldsOfDraft(draft: Content): Fields {
  return {
    reference: draft.reference.trim(),
    brand: draft.brand,
    module: draft.module,
    checklist_id: draft.checklist_id,
    internal_message: { kind: draft.internal.kind, note: draft.internal.note },
    author_id: draft.author_id,
    assignee_id: draft.assignee_id,
    answer_by: instant(draft.answer_by),
    waiting_here: draft.waiting_here,
  }
}

/** One spelling for a moment: the box may leave the milliseconds out. */
function instant(text: string | null): string | null {
  return text === null ? null : new Date(text).toISOString()
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
