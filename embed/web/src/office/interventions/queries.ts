import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { api, unwrap } from '../../shared/api/client'
import type { InterventionRow, Mode, Module, Vehicle } from '../../shared/api/types'
import { dayKey } from '../../shared/format'
import { withChecklist } from '../../shared/modules'
import { type Filters, listQuery } from './dashboard/filters'

const pageSize = 50

export function useInterventions(mode: Mode, filters: Filters, search: string) {
  const query = listQuery(mode, filters, search)
  return useInfiniteQuery({
    queryKey: ['interventions', query],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/interventions', {
          params: {
            query: {
              ...query,
              limit: pageSize,
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: page => page.next_cursor ?? undefined,
    // While one types, the list before stays on the screen.
    placeholderData: before => before,
  })
}

export function useColleagues(enabled = true) {
  return useQuery({
    queryKey: ['colleagues'],
    queryFn: () => unwrap(api.GET('/api/colleagues')),
    select: answer => answer.colleagues,
    staleTime: 5 * 60_000,
    enabled,
  })
}

/** The colleagues and those who are deactivated, whom interventions still name. */
export function useEverybody() {
  return useQuery({
    queryKey: ['colleagues', 'inactive'],
    queryFn: () => unwrap(api.GET('/api/colleagues', { params: { query: { inactive: true } } })),
    select: answer => answer.colleagues,
    staleTime: 5 * 60_000,
  })
}

export function useChecklists(module: Module, brand: string, language: string) {
  return useQuery({
    queryKey: ['checklists', module, brand, language],
    queryFn: () => unwrap(api.GET('/api/checklists', { params: { query: { module, brand, language } } })),
    select: answer => answer.checklists,
    staleTime: 30 * 60_000,
    enabled: withChecklist.includes(module),
  })
}

/** How each kind is measured, which is the same for every checklist. */
export function useMeasures(enabled: boolean) {
  return useQuery({
    queryKey: ['measures'],
    queryFn: () => unwrap(api.GET('/api/checklists', { params: { query: { module: 'warranty' } } })),
    select: answer => answer.measures,
    staleTime: 30 * 60_000,
    enabled,
  })
}

/** What was last measured on a vehicle before an intervention, by line of a checklist. */
export function useMeasurements(before: string, { plate, vin }: Vehicle, enabled: boolean) {
  return useQuery({
    queryKey: ['measurements', before, plate, vin],
    queryFn: () =>
      unwrap(api.GET('/api/vehicles/measurements', { params: { query: { plate, vin, before } } })),
    select: answer => answer.measurements,
    staleTime: 5 * 60_000,
    enabled: enabled && (plate !== '' || vin !== ''),
  })
}

export interface Day {
  key: string
  rows: InterventionRow[]
}

/** The rows, newest first as they come, under the day of the dealership on which they were created. */
export function byDay(rows: readonly InterventionRow[], timeZone: string): Day[] {
  const days: Day[] = []
  for (const row of rows) {
    const key = dayKey(timeZone, row.created_at)
    const last = days.at(-1)
    if (last?.key === key) last.rows.push(row)
    else days.push({ key, rows: [row] })
  }
  return days
}
