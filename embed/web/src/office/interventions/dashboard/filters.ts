import type { operations } from '../../../shared/api/schema.gen'
import type { Mode, Module, Status } from '../../../shared/api/types'
import { modulesOf } from '../../../shared/modules'

/** What narrows the dashboard; several values of one kind mean "any of these". */
export interface Filters {
  module: Module[]
  author: string[]
  sender: string[]
  assignee: string[]
  status: Status[]
  brand: string[]
  mine: boolean
  closed: boolean
}

type ListQuery = NonNullable<operations['list-interventions']['parameters']['query']>

export type ListFilter = Exclude<keyof Filters, 'mine' | 'closed'>
export const listFilters: readonly ListFilter[] = [
  'module',
  'status',
  'brand',
  'author',
  'sender',
  'assignee',
]

export const noFilters: Filters = {
  module: [],
  author: [],
  sender: [],
  assignee: [],
  status: [],
  brand: [],
  mine: false,
  closed: false,
}

/** The chosen modules that a mode has. Those of the other mode are kept, and hide nothing here. */
export function modulesIn(mode: Mode, filters: Filters): Module[] {
  return filters.module.filter(module => modulesOf[mode].includes(module))
}

/** Another choice of a mode's modules. */
export function withModules(mode: Mode, filters: Filters, chosen: Module[]): Filters {
  const elsewhere = filters.module.filter(module => !modulesOf[mode].includes(module))
  return { ...filters, module: [...elsewhere, ...chosen] }
}

/** The number on the filter button: one for each kind that narrows. */
export function filterCount(mode: Mode, filters: Filters): number {
  const shown = { ...filters, module: modulesIn(mode, filters) }
  const lists = listFilters.filter(name => shown[name].length > 0).length
  return lists + Number(filters.mine) + Number(filters.closed)
}

export function listQuery(mode: Mode, filters: Filters, search: string): ListQuery {
  const query: ListQuery = { mode }
  const shown = { ...filters, module: modulesIn(mode, filters) }
  for (const name of listFilters) {
    if (shown[name].length > 0) Object.assign(query, { [name]: [...shown[name]].sort() })
  }
  const words = search.trim()
  if (words) query.q = words
  if (filters.mine) query.mine = true
  if (filters.closed || filters.status.includes('closed')) query.closed = true
  return query
}

const key = 'fleetbox-filters'

/** The filters of this browser session; anything unreadable means none. */
export function keptFilters(shelf: Pick<Storage, 'getItem'>): Filters {
  try {
    const kept: unknown = JSON.parse(shelf.getItem(key) ?? '{}')
    return cleaned(kept as Record<string, unknown>)
  } catch {
    return noFilters
  }
}

export function keepFilters(shelf: Pick<Storage, 'setItem'>, filters: Filters): void {
  try {
    shelf.setItem(key, JSON.stringify(filters))
  } catch {
    // Without storage the filters last until the page is left.
  }
}

function cleaned(kept: Record<string, unknown>): Filters {
  const list = (value: unknown) =>
    Array.isArray(value) ? value.filter(item => typeof item === 'string') : []
  return {
    module: list(kept.module) as Module[],
    status: list(kept.status) as Status[],
    brand: list(kept.brand),
    author: list(kept.author),
    sender: list(kept.sender),
    assignee: list(kept.assignee),
    mine: kept.mine === true,
    closed: kept.closed === true,
  }
}
