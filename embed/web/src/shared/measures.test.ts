import { beforeAll, describe, expect, it } from 'vitest'
import findings from '../../../../app/checklists/testdata/findings.json'
import type { Finding, Measure, MeasuredValue } from './api/types'
import { setupI18n, translate } from './i18n'
import * as measures from './measures'
import { sampleMeasures } from './testing/measures'

const of = (kind: Measure['kind']) => sampleMeasures.find(measure => measure.kind === kind) as Measure
const tread = of('tread_depth')
const single = (tenths: number): MeasuredValue[] => [{ place: 'single', tenths }]

// The box's own rule is held to the same cases.
const cases = findings as { measure: Measure['kind']; tenths: number[]; finding: Finding | null }[]

it.each(cases)('$measure $tenths: $finding', ({ measure: kind, tenths, finding }) => {
  const measure = of(kind)
  const values = tenths.map((value, at) => ({ place: measure.places[at]?.place ?? '', tenths: value }))
  expect(measures.findingOf(measure, values)).toBe(finding)
})

describe('the urgency', () => {
  const fluid = of('brake_fluid_water')
  const none = { urgency: 'urgent', values: [] } as const
  const renewed = (
    work: { urgency: 'ok' | 'offered' | 'advised' | 'urgent'; tenths: number },
    tenths: number,
  ) =>
    measures.measured(fluid, { urgency: work.urgency, values: single(work.tenths) }, single(tenths)).urgency

  it('follows the first values, whatever it was', () => {
    expect(measures.measured(fluid, { ...none, values: [] }, single(10)).urgency).toBe('ok')
  })
  it('follows the next ones', () => {
    expect(renewed({ urgency: 'ok', tenths: 10 }, 25)).toBe('advised')
    expect(renewed({ urgency: 'advised', tenths: 25 }, 31)).toBe('urgent')
    expect(renewed({ urgency: 'urgent', tenths: 31 }, 5)).toBe('ok')
  })
  it('stays where a person overruled it', () => {
    expect(renewed({ urgency: 'urgent', tenths: 10 }, 25)).toBe('urgent')
    expect(measures.isOverruled(fluid, { urgency: 'urgent', values: single(25) })).toBe(true)
    expect(measures.isOverruled(fluid, { urgency: 'advised', values: single(25) })).toBe(false)
    expect(measures.isOverruled(fluid, none as never)).toBe(false)
  })
  it('stays when the values are taken away, and where the work is done for free', () => {
    expect(measures.measured(fluid, { urgency: 'advised', values: single(25) }, []).urgency).toBe('advised')
    expect(measures.measured(fluid, { urgency: 'offered', values: [] }, single(31)).urgency).toBe('offered')
  })
})

it('values keep the order of their places, one each', () => {
  let values: MeasuredValue[] = []
  for (const [place, tenths] of [
    ['right_outer', 30],
    ['left_inner', 40],
    ['right_outer', 31],
  ] as const)
    values = measures.withValue(tread, values, place, tenths)
  expect(values).toEqual([
    { place: 'left_inner', tenths: 40 },
    { place: 'right_outer', tenths: 31 },
  ])
  expect(measures.withValue(tread, values, 'left_inner', null)).toEqual([
    { place: 'right_outer', tenths: 31 },
  ])
})

it('what cannot be is known', () => {
  expect(measures.isPossible(tread, 0)).toBe(true)
  expect(measures.isPossible(tread, 251)).toBe(false)
  expect(measures.isPossible(tread, 1.5)).toBe(false)
  expect(measures.isPossible(of('coolant_frost'), 10)).toBe(false)
})

describe('in words', () => {
  beforeAll(() => setupI18n(['common'], 'de'))
  it('a side is a line, as on the customer’s page', () => {
    const values = [
      { place: 'left_middle', tenths: 40 },
      { place: 'right_inner', tenths: 32 },
      { place: 'right_outer', tenths: 14 },
    ]
    expect(measures.describe(translate, 'de', tread, values)).toEqual([
      { name: 'Profiltiefe links', values: 'Mitte 4 mm' },
      { name: 'Profiltiefe rechts', values: 'innen 3,2 mm · außen 1,4 mm' },
    ])
    expect(measures.describe(translate, 'de', of('coolant_frost'), single(-300))).toEqual([
      { name: 'Frostschutz bis', values: '-30 °C' },
    ])
  })
  it('a place has a name of its own', () => {
    expect(tread.places.map(place => measures.placeName(translate, place))[0]).toBe('links, innen')
    expect(measures.placeName(translate, { place: 'single', side: '', spot: '' })).toBe('')
  })
})
