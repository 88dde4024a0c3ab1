import { describe, expect, it } from 'vitest'
import type { Intervention, Work } from '../../shared/api/types'
import { type Draft, draftOf, nobody, noVehicle } from '../interventions/draft'
import { mergeEdit, seenOnBox } from './merge'

const work = (id: string, change: Partial<Work> = {}): Work => ({
  id,
  category: 'Brakes',
  checklist_line: id,
  label: id,
  urgency: 'advised',
  unit_price: null,
  price_includes_vat: true,
  vat_bp: 1900,
  quantity: 1000,
  discount: { kind: 'none', value: 0 },
  note: '',
  media_ids: [],
  net: null,
  vat: null,
  gross: null,
  decision: 'none',
  position: 1,
  measure: null,
  values: [],
  finding: null,
  urgency_overruled: false,
  ...change,
})

const file = (change: Partial<Intervention> = {}): Intervention =>
  ({
    id: 'i',
    mode: 'after_sales',
    module: 'mechanics',
    brand: 'alpina',
    reference: 'RO 1',
    checklist_id: null,
    internal_message: { kind: 'none', note: '' },
    author: { id: 'u1', name: 'A' },
    assignee: null,
    answer_by: null,
    waiting_here: false,
    vehicle: noVehicle,
    customer: { ...nobody('de'), kind: 'owner' },
    works: [work('pads'), work('discs')],
    media: [],
    version: 3,
    ...change,
  }) as Intervention

const base = file()
const mine = (change: Partial<Draft> = {}): Draft => ({ ...draftOf(base, 0), ...change })
const merge = (edit: Draft, now: Intervention, prefer?: 'mine' | 'theirs') =>
  mergeEdit(seenOnBox(base), edit, now, { vatBP: 1900, prefer: prefer ?? null })

describe('an edit', () => {
  it('that changes nothing sends nothing', () => {
    expect(merge(mine(), base)).toEqual({ patch: {}, conflicts: [] })
  })

  it('carries only what the person changed', () => {
    expect(merge(mine({ reference: 'RO 2', waiting_here: true }), base)).toEqual({
      patch: { reference: 'RO 2', waiting_here: true },
      conflicts: [],
    })
  })

  it('leaves what the office changed meanwhile', () => {
    const now = file({
      assignee: { id: 'u2', name: 'B' },
      works: [work('pads', { unit_price: 9900 }), work('discs')],
    })
    expect(merge(mine({ reference: 'RO 2' }), now)).toEqual({ patch: { reference: 'RO 2' }, conflicts: [] })
  })

  it('the same change on both sides is none', () => {
    expect(merge(mine({ reference: 'RO 2' }), file({ reference: 'RO 2' }))).toEqual({
      patch: {},
      conflicts: [],
    })
  })

  it('a moment written differently is the same moment', () => {
    const then = file({ answer_by: '2026-11-23T10:00:00Z' })
    const edit = { ...draftOf(then, 0), answer_by: '2026-11-23T10:00:00.000Z' }
    expect(mergeEdit(seenOnBox(then), edit, then, { vatBP: 0 }).patch).toEqual({})
  })
})

describe('a conflict', () => {
  const edit = mine({ reference: 'RO phone' })
  const now = file({ reference: 'RO office' })
  it('is told and nothing is overwritten', () => {
    expect(merge(edit, now)).toEqual({ patch: {}, conflicts: ['reference'] })
  })
  it('ends as the person says', () => {
    expect(merge(edit, now, 'mine').patch).toEqual({ reference: 'RO phone' })
    expect(merge(edit, now, 'theirs')).toEqual({ patch: {}, conflicts: [] })
  })
})

describe('works', () => {
  const edited = mine({
    works: mine().works.map(line => (line.id === 'pads' ? { ...line, urgency: 'urgent' as const } : line)),
  })

  it('the urgency from the phone and the price from the office come together', () => {
    const now = file({ works: [work('pads', { unit_price: 9900 }), work('discs')] })
    expect(merge(edited, now).patch.works).toMatchObject([
      { id: 'pads', urgency: 'urgent', unit_price: 9900 },
      { id: 'discs', urgency: 'advised' },
    ])
  })

  it('values from the phone and the price from the office come together; those of the office stay', () => {
    const depth = (tenths: number) => [{ place: 'left', tenths }]
    const now = file({
      works: [
        work('pads', { unit_price: 9900, measure: 'brake_pad' }),
        work('discs', { measure: 'brake_pad', values: depth(80) }),
      ],
    })
    const then = file({
      works: [work('pads', { measure: 'brake_pad' }), work('discs', { measure: 'brake_pad' })],
    })
    const edit = draftOf(then, 0)
    const works = edit.works.map(line => (line.id === 'pads' ? { ...line, values: depth(28) } : line))
    expect(mergeEdit(seenOnBox(then), { ...edit, works }, now, { vatBP: 0 })).toMatchObject({
      conflicts: [],
      patch: {
        works: [
          { id: 'pads', unit_price: 9900, measure: 'brake_pad', values: depth(28) },
          { id: 'discs', values: depth(80) },
        ],
      },
    })
    const measuredToo = file({
      works: [work('pads', { measure: 'brake_pad', values: depth(30) }), work('discs')],
    })
    expect(mergeEdit(seenOnBox(then), { ...edit, works }, measuredToo, { vatBP: 0 }).conflicts).toEqual([
      'works',
    ])
  })

  it('a line that the office added stays', () => {
    const now = file({ works: [work('pads'), work('discs'), work('office')] })
    const ids = (merge(edited, now).patch.works as Work[]).map(({ id }) => id)
    expect(ids).toEqual(['pads', 'discs', 'office'])
  })

  it('a line taken off on the phone goes; one that the office then changed is a conflict', () => {
    const fewer = mine({ works: mine().works.filter(({ id }) => id !== 'pads') })
    expect((merge(fewer, base).patch.works as Work[]).map(({ id }) => id)).toEqual(['discs'])
    const now = file({ works: [work('pads', { note: 'checked' }), work('discs')] })
    expect(merge(fewer, now).conflicts).toEqual(['works'])
  })

  it('a new line comes with the dealership’s first VAT rate', () => {
    const own = { ...mine().works[0], id: 'own', checklist_line: null } as Draft['works'][number]
    const works = merge(mine({ works: [...mine().works, own] }), base).patch.works as Work[]
    expect(works[2]).toMatchObject({ id: 'own', vat_bp: 1900, discount: { kind: 'none', value: 0 } })
  })
})

describe('vehicle and customer', () => {
  it('are brought field by field: what the office filled in stays', () => {
    const now = file({
      vehicle: { ...noVehicle, make: 'Nordvik', model: 'Fjell' },
      customer: { ...nobody('de'), kind: 'owner', last_name: 'Keller' },
    })
    const edit = mine({
      vehicle: { ...noVehicle, plate: ' b-fx 1 ', mileage: 71_000 },
      customer: { ...nobody('de'), email: 'keller@example.test' },
    })
    expect(merge(edit, now)).toEqual({
      patch: { vehicle: { plate: 'B-FX 1', mileage: 71_000 }, customer: { email: 'keller@example.test' } },
      conflicts: [],
    })
  })

  it('the same field on both sides is a conflict that the person decides', () => {
    const now = file({ vehicle: { ...noVehicle, mileage: 71_500 } })
    const edit = mine({ vehicle: { ...noVehicle, mileage: 71_000, plate: 'B-FX 1' } })
    expect(merge(edit, now).conflicts).toEqual(['vehicle'])
    expect(merge(edit, now, 'mine').patch).toEqual({ vehicle: { mileage: 71_000, plate: 'B-FX 1' } })
    expect(merge(edit, now, 'theirs').patch).toEqual({ vehicle: { plate: 'B-FX 1' } })
  })

  it('a plate spelled in another case is the same one', () => {
    const known = file({ vehicle: { ...noVehicle, plate: 'B-FX 1' } })
    const edit = { ...draftOf(known, 0), vehicle: { ...noVehicle, plate: 'b-fx 1' } }
    expect(mergeEdit(seenOnBox(known), edit, known, { vatBP: 0 }).patch).toEqual({})
  })

  it('UC stock made of a message is about nobody any more', () => {
    const message = { mode: 'sales', module: 'direct_message' } as const
    const known = file({
      ...message,
      customer: { ...nobody('fr'), kind: 'owner', last_name: 'K', address: 'A' },
    })
    const edit: Draft = { ...draftOf(known, 0), module: 'uc_stock' }
    expect(mergeEdit(seenOnBox(known), edit, known, { vatBP: 0 }).patch).toEqual({
      module: 'uc_stock',
      customer: { last_name: '', address: '' },
    })
  })
})
