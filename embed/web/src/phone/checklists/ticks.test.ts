import { describe, expect, it } from 'vitest'
import type { Measure } from '../../shared/api/types'
import { sampleMeasures } from '../../shared/testing/measures'
import type { DraftWork } from '../interventions/draft'
import {
  addOwnLine,
  countWorks,
  type Line,
  measureLine,
  nextTick,
  putBack,
  restIsOk,
  searchLines,
  setTick,
  tapLine,
  withoutAdded,
} from './ticks'

let ids = 0
const makeID = () => `w${++ids}`
const pads: Line = {
  id: 'pads',
  label: 'Brake pads',
  category: 'Brakes',
  unitPrice: 8900,
  measure: 'brake_pad',
}
const discs: Line = { id: 'discs', label: 'Brake discs', category: 'Brakes', unitPrice: null, measure: null }
const mirror: Line = {
  id: 'mirror',
  label: 'Rétroviseur gauche',
  category: 'Verre',
  unitPrice: 5000,
  measure: null,
}

describe('a tap', () => {
  it('goes from none over OK, advised and urgent back to none', () => {
    let works: DraftWork[] = []
    const seen = []
    for (let tap = 0; tap < 5; tap++) {
      works = tapLine(works, pads, makeID)
      seen.push(works[0]?.urgency ?? null)
    }
    expect(seen).toEqual(['ok', 'advised', 'urgent', null, 'ok'])
  })

  it('keeps note and identity of the line, and leaves other lines alone', () => {
    const before = tapLine(tapLine([], pads, makeID), discs, makeID).map(work => ({ ...work, note: 'thin' }))
    const after = tapLine(before, pads, makeID)
    expect(after[0]).toEqual({ ...before[0], urgency: 'advised' })
    expect(after[1]).toBe(before[1])
  })

  it('begins anew on what the office offered', () => {
    expect(nextTick({ urgency: 'offered', values: [] })).toBe('ok')
  })
})

describe('a measured line', () => {
  const measure = sampleMeasures.find(({ kind }) => kind === 'brake_pad') as Measure
  const left = (tenths: number) => [{ place: 'left', tenths }]
  const measuredAs = (works: DraftWork[], tenths: number) =>
    measureLine(works, pads, measure, left(tenths), makeID)

  it('becomes a work by its first value, with the urgency that follows', () => {
    expect(measuredAs([], 28)).toMatchObject([
      { checklist_line: 'pads', measure: 'brake_pad', urgency: 'urgent', values: left(28) },
    ])
    expect(measureLine([], pads, measure, [], makeID)).toEqual([])
  })

  it('keeps its identity, its note, and other lines as they are', () => {
    const before = tapLine(tapLine([], pads, makeID), discs, makeID).map(work => ({ ...work, note: 'thin' }))
    const after = measuredAs(before, 45)
    expect(after[0]).toMatchObject({ id: before[0]?.id, note: 'thin', urgency: 'advised' })
    expect(after[1]).toBe(before[1])
  })

  it('is overruled by a tap, and stays so; its values do not go by a tap too many', () => {
    let works = measuredAs([], 80)
    const seen = []
    for (let tap = 0; tap < 4; tap++) {
      works = tapLine(works, pads, makeID)
      seen.push(works[0]?.urgency)
    }
    expect(seen).toEqual(['advised', 'urgent', 'ok', 'advised'])
    works = measuredAs(works, 28)
    expect(works[0]).toMatchObject({ urgency: 'advised', values: left(28) })
  })
})

describe('taking back', () => {
  const two = tapLine(tapLine([], pads, makeID), discs, makeID)

  it('"rest OK" leaves what was done since', () => {
    const all = restIsOk(tapLine([], pads, makeID), [pads, discs, mirror], makeID)
    const added = all.slice(1)
    const later = addOwnLine(tapLine(all, discs, makeID), 'Water in the boot', 'own')
    expect(withoutAdded(later, added).map(({ label }) => label)).toEqual([
      'Brake pads',
      'Brake discs',
      'Water in the boot',
    ])
  })

  it('a removed line returns to its place, and what came since stays', () => {
    const [first] = two as [DraftWork, DraftWork]
    const later = addOwnLine(setTick(setTick(two, first.id, null), two[1]?.id ?? '', 'urgent'), 'New', 'own')
    expect(putBack(later, [first], two).map(({ label, urgency }) => [label, urgency])).toEqual([
      ['Brake pads', 'ok'],
      ['Brake discs', 'urgent'],
      ['New', 'advised'],
    ])
  })

  it('a removed line that was ticked anew is there once, with its note', () => {
    const noted = two.map(work => ({ ...work, note: 'thin' }))
    const [first] = noted as [DraftWork, DraftWork]
    const later = tapLine(setTick(noted, first.id, null), pads, makeID)
    expect(putBack(later, [first], noted)).toEqual(noted)
  })
})

it('"rest OK" touches only what nobody has touched', () => {
  const works = tapLine(tapLine([], pads, makeID), pads, makeID)
  const all = restIsOk(works, [pads, discs], makeID)
  expect(all.map(work => [work.checklist_line, work.urgency])).toEqual([
    ['pads', 'advised'],
    ['discs', 'ok'],
  ])
})

it('an own line needs words', () => {
  expect(addOwnLine([], '  \n ', 'x')).toEqual([])
  expect(addOwnLine([], '  Key   battery ', 'x')[0]).toMatchObject({
    label: 'Key battery',
    urgency: 'advised',
  })
})

it.each([
  ['brake pad', ['pads']],
  ['BRAKES', ['pads', 'discs']],
  ['retroviseur', ['mirror']],
  ['', ['pads', 'discs', 'mirror']],
  ['nothing', []],
])('search for "%s"', (query, found) => {
  expect(searchLines([pads, discs, mirror], query).map(line => line.id)).toEqual(found)
})

it('counts by urgency and adds up only what is proposed', () => {
  const works = [pads, discs, mirror].flatMap(line => tapLine([], line, makeID))
  const urgencies = ['urgent', 'advised', 'ok'] as const
  const count = countWorks(
    works.map((work, index) => ({ ...work, urgency: urgencies[index] ?? 'ok', quantity: 2000 })),
  )
  expect(count).toEqual({ ok: 1, advised: 1, urgent: 1, proposed: 2, total: 17_800, unpriced: 1 })
})
