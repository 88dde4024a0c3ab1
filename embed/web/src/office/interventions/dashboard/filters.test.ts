// @vitest-environment node
import { describe, expect, it } from 'vitest'
import {
  type Filters,
  filterCount,
  keepFilters,
  keptFilters,
  listQuery,
  noFilters,
  withModules,
} from './filters'

describe('filters', () => {
  it('make a query that is the same for the same choice', () => {
    const filters: Filters = { ...noFilters, module: ['warranty', 'bodywork'], mine: true }
    const query = listQuery('after_sales', filters, '  brake ')
    expect(query).toEqual({ mode: 'after_sales', module: ['bodywork', 'warranty'], mine: true, q: 'brake' })
    expect(listQuery('sales', noFilters, '  ')).toEqual({ mode: 'sales' })
  })

  it('asking for closed files shows them', () => {
    const query = listQuery('sales', { ...noFilters, status: ['closed'] }, '')
    expect(query).toEqual({ mode: 'sales', status: ['closed'], closed: true })
  })

  it('count the kinds that narrow', () => {
    expect(filterCount('sales', noFilters)).toBe(0)
    const filters: Filters = { ...noFilters, status: ['sent', 'read'], brand: ['a'], closed: true }
    expect(filterCount('sales', filters)).toBe(3)
  })

  it('of one mode hide nothing in the other, and are there again on the way back', () => {
    const filters: Filters = { ...noFilters, module: ['bodywork'], brand: ['a'] }
    expect(listQuery('sales', filters, '')).toEqual({ mode: 'sales', brand: ['a'] })
    expect(filterCount('sales', filters)).toBe(1)
    expect(filterCount('after_sales', filters)).toBe(2)
    const both = withModules('sales', filters, ['uc_stock'])
    expect(listQuery('sales', both, '').module).toEqual(['uc_stock'])
    expect(listQuery('after_sales', both, '').module).toEqual(['bodywork'])
  })

  it('come back after a reload, and never from rubbish', () => {
    const shelf = new Map<string, string>()
    const storage = {
      getItem: (name: string) => shelf.get(name) ?? null,
      setItem: (name: string, value: string) => void shelf.set(name, value),
    }
    const filters = { ...noFilters, author: ['u1'], closed: true }
    keepFilters(storage, filters)
    expect(keptFilters(storage)).toEqual(filters)
    for (const rubbish of ['', 'null', '[]', '{"module":7,"mine":"yes"}', '{']) {
      expect(keptFilters({ getItem: () => rubbish })).toEqual(noFilters)
    }
  })
})
