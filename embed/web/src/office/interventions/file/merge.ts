import type { WorkInput } from '../../../shared/api/types'
import { changedFields, type Field, type Form, sameWork } from './form'

/** A file's editable content at one version. */
export interface Snapshot {
  version: number
  form: Form
  works: WorkInput[]
}

/** One thing that the colleague changed: a field, or a whole work (absent on a side that removed it). */
export type Change =
  | { kind: 'field'; field: Field; mine: Form[Field]; theirs: Form[Field]; conflict: boolean }
  | { kind: 'work'; id: string; mine?: WorkInput; theirs?: WorkInput; conflict: boolean }

export type Side = 'mine' | 'theirs'

export function changeKey(change: Change): string {
  return change.kind === 'field' ? change.field : `work:${change.id}`
}

/** What a colleague changed between the version that I began with and the current one, seen from my draft. */
export function colleagueChanges(base: Snapshot, mine: Snapshot, theirs: Snapshot): Change[] {
  return [...fieldChanges(base, mine, theirs), ...workChanges(base, mine, theirs)]
}

function fieldChanges(base: Snapshot, mine: Snapshot, theirs: Snapshot): Change[] {
  const edited = new Set(changedFields(base.form, mine.form))
  return changedFields(base.form, theirs.form)
    .filter(field => mine.form[field] !== theirs.form[field])
    .map(field => ({
      kind: 'field' as const,
      field,
      mine: mine.form[field],
      theirs: theirs.form[field],
      conflict: edited.has(field),
    }))
}

function workChanges(base: Snapshot, mine: Snapshot, theirs: Snapshot): Change[] {
  const [before, own, other] = [base, mine, theirs].map(
    ({ works }) => new Map(works.map(work => [work.id, work])),
  )
  if (!before || !own || !other) return []
  const changes: Change[] = []
  for (const id of new Set([...before.keys(), ...other.keys()])) {
    if (sameWork(before.get(id), other.get(id)) || sameWork(own.get(id), other.get(id))) continue
    const conflict = !sameWork(before.get(id), own.get(id))
    changes.push({ kind: 'work', id, mine: own.get(id), theirs: other.get(id), conflict })
  }
  return changes
}

/** Which side wins unless the advisor says otherwise: their change, but my own typing is never thrown away. */
export function defaultSide(change: Change): Side {
  return change.conflict ? 'mine' : 'theirs'
}

/**
 * My draft on top of their version, with the chosen side for everything that they changed. The order of the
 * works is mine where I moved them, else theirs.
 */
export function merged(
  base: Snapshot,
  mine: Snapshot,
  theirs: Snapshot,
  choose: (change: Change) => Side,
): Snapshot {
  const form: Form = { ...theirs.form }
  for (const field of changedFields(base.form, mine.form)) assign(form, mine.form, field)
  const chosen = new Map<string, WorkInput | undefined>()
  for (const change of colleagueChanges(base, mine, theirs)) {
    const side = choose(change)
    if (change.kind === 'work') chosen.set(change.id, change[side])
    else assign(form, (side === 'mine' ? mine : theirs).form, change.field)
  }
  return { version: theirs.version, form, works: mergedWorks(base, mine, theirs, chosen) }
}

function assign<F extends Field>(target: Form, source: Form, field: F): void {
  target[field] = source[field]
}

function mergedWorks(
  base: Snapshot,
  mine: Snapshot,
  theirs: Snapshot,
  chosen: Map<string, WorkInput | undefined>,
): WorkInput[] {
  const own = new Map(mine.works.map(work => [work.id, work]))
  const other = new Map(theirs.works.map(work => [work.id, work]))
  const before = new Set(base.works.map(work => work.id))
  const result = new Map<string, WorkInput>()
  for (const id of inOrder(base, mine, theirs)) {
    const removedByMe = before.has(id) && !own.has(id)
    const work = chosen.has(id) ? chosen.get(id) : removedByMe ? undefined : (own.get(id) ?? other.get(id))
    if (work) result.set(id, work)
  }
  return [...result.values()]
}

function inOrder(base: Snapshot, mine: Snapshot, theirs: Snapshot): string[] {
  const ids = ({ works }: Snapshot) => works.map(work => work.id)
  const both = new Set(ids(base).filter(id => ids(mine).includes(id)))
  const moved = !sameOrder(
    ids(base).filter(id => both.has(id)),
    ids(mine).filter(id => both.has(id)),
  )
  const [first, second] = moved ? [ids(mine), ids(theirs)] : [ids(theirs), ids(mine)]
  return [...new Set([...first, ...second])]
}

function sameOrder(a: string[], b: string[]): boolean {
  return a.every((id, index) => id === b[index])
}
