// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { filterCount, keepFilters, keptFilters, listQuery, noFilters } from './filters'

describe('filters', () => {
  it('make a query that is the same for the same choice', () => {
    const query = listQuery({ ...noFilters, module: ['warranty', 'bodywork'], mine: true }, '  brake ')
    expect(query).toEqual({ module: ['bodywork', 'warranty'], mine: true, q: 'brake' })
    expect(listQuery(noFilters, '  ')).toEqual({})
  })

  it('asking for closed files shows them', () => {
    expect(listQuery({ ...noFilters, status: ['closed'] }, '')).toEqual({ status: ['closed'], closed: true })
  })

  it('count the kinds that narrow', () => {
    expect(filterCount(noFilters)).toBe(0)
    expect(filterCount({ ...noFilters, status: ['sent', 'read'], brand: ['a'], closed: true })).toBe(3)
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
