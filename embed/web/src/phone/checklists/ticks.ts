import type { Measure, MeasuredValue, MeasureKind } from '../../shared/api/types'
import { measured } from '../../shared/measures'
import type { DraftWork, TickUrgency } from '../interventions/draft'
import { fold } from '../interventions/search'

/**
 * What a tap makes of a line: none → OK → advised → urgent → none. What the office offered begins anew. A line with
 * measured values is only overruled: they do not go by a tap too many.
 */
export function nextTick(work: Pick<DraftWork, 'urgency' | 'values'> | null): TickUrgency | null {
  const urgency = work?.urgency ?? null
  switch (urgency) {
    case null:
    case 'offered':
      return 'ok'
    case 'ok':
      return 'advised'
    case 'advised':
      return 'urgent'
    case 'urgent':
      return work?.values.length ? 'ok' : null
  }
}

export interface Line {
  id: string
  label: string
  category: string
  unitPrice: number | null
  measure: MeasureKind | null
}

/** Taps a checklist line: the answer is the new list of works, the old one stays as it was. */
export function tapLine(works: DraftWork[], line: Line, makeID: () => string): DraftWork[] {
  const found = works.find(work => work.checklist_line === line.id)
  if (!found) return [...works, workOf(line, 'ok', makeID())]
  return setTick(works, found.id, nextTick(found))
}

/** Gives a work its urgency; null takes it off the list. */
export function setTick(works: DraftWork[], id: string, urgency: TickUrgency | null): DraftWork[] {
  if (urgency === null) return works.filter(work => work.id !== id)
  return works.map(work => (work.id === id ? { ...work, urgency } : work))
}

/** Gives a line its measured values; a line that nobody has touched becomes a work by its first value. */
export function measureLine(
  works: DraftWork[],
  line: Line,
  measure: Measure,
  values: MeasuredValue[],
  makeID: () => string,
): DraftWork[] {
  const found = works.find(work => work.checklist_line === line.id)
  if (!found && values.length === 0) return works
  const before = found ?? workOf(line, 'ok', makeID())
  const after = { ...before, measure: measure.kind, ...measured(measure, before, values) }
  return found ? works.map(work => (work === found ? after : work)) : [...works, after]
}

/** Marks every line of a category that nobody has touched yet as checked and in order. */
export function restIsOk(works: DraftWork[], lines: Line[], makeID: () => string): DraftWork[] {
  const touched = new Set(works.map(work => work.checklist_line))
  const added = lines.filter(line => !touched.has(line.id)).map(line => workOf(line, 'ok', makeID()))
  return [...works, ...added]
}

/** Takes off again what was added, except where somebody has gone on with it. */
export function withoutAdded(works: DraftWork[], added: DraftWork[]): DraftWork[] {
  const asAdded = new Map(added.map(work => [work.id, work]))
  return works.filter(work => {
    const was = asAdded.get(work.id)
    return !was || was.urgency !== work.urgency || was.note !== work.note || work.values.length > 0
  })
}

/** Puts lines back that were taken off, each at its place; one ticked anew meanwhile gives way to the old one. */
export function putBack(works: DraftWork[], removed: DraftWork[], before: DraftWork[]): DraftWork[] {
  const nameOf = (work: DraftWork) => work.checklist_line ?? work.id
  const back = new Set(removed.map(nameOf))
  const place = new Map(before.map((work, index) => [work.id, index]))
  const placeOf = (work: DraftWork) => place.get(work.id) ?? before.length
  return [...works.filter(work => !back.has(nameOf(work))), ...removed].sort(
    (a, b) => placeOf(a) - placeOf(b),
  )
}

/** Adds a line in the technician's own words; nothing typed, nothing added. */
export function addOwnLine(works: DraftWork[], label: string, id: string): DraftWork[] {
  const text = label.trim().replace(/\s+/g, ' ')
  if (text === '') return works
  return [...works, { ...blank(id), label: text, urgency: 'advised' }]
}

/** Lines whose label or category contains every word typed, whatever case and accents. */
export function searchLines<T extends Line>(lines: T[], query: string): T[] {
  const words = fold(query).split(/\s+/).filter(Boolean)
  if (words.length === 0) return lines
  return lines.filter(line => {
    const text = fold(`${line.label} ${line.category}`)
    return words.every(word => text.includes(word))
  })
}

export interface Count {
  ok: number
  advised: number
  urgent: number
  /** Advised and urgent: what the customer will be asked about. */
  proposed: number
  total: number
  unpriced: number
}

/** Counts and adds up what is proposed; OK lines cost nothing. */
export function countWorks(works: DraftWork[]): Count {
  const count: Count = { ok: 0, advised: 0, urgent: 0, proposed: 0, total: 0, unpriced: 0 }
  for (const work of works) {
    if (work.urgency === 'ok') count.ok++
    if (work.urgency !== 'advised' && work.urgency !== 'urgent') continue
    count[work.urgency]++
    count.proposed++
    if (work.unit_price === null) count.unpriced++
    else count.total += Math.round((work.unit_price * work.quantity) / 1000)
  }
  return count
}

function workOf(line: Line, urgency: TickUrgency, id: string): DraftWork {
  return {
    ...blank(id),
    label: line.label,
    category: line.category,
    checklist_line: line.id,
    unit_price: line.unitPrice,
    measure: line.measure,
    urgency,
  }
}

function blank(id: string): DraftWork {
  return {
    id,
    category: '',
    checklist_line: null,
    label: '',
    urgency: 'ok',
    unit_price: null,
    quantity: 1000,
    note: '',
    measure: null,
    values: [],
  }
}
