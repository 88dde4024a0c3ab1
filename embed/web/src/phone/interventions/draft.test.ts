import { describe, expect, it } from 'vitest'
import type { Mode, Module } from '../../shared/api/types'
import { draft, newFile } from '../testing/fixtures'
import {
  type DraftCustomer,
  type DraftWork,
  internalKinds,
  missing,
  neighbour,
  newDraft,
  nobody,
  stepOf,
  stepsFor,
  withModule,
  withModuleBack,
} from './draft'

const of = (module: Module | null, mode: Mode = 'after_sales') => ({ mode, module })

describe('steps', () => {
  it('sales has no recommendations and no internal message; UC stock is about a vehicle', () => {
    expect(stepsFor(of('uc_stock', 'sales'), 2)).toEqual(['module', 'brand', 'vehicle', 'media', 'summary'])
    expect(stepsFor(of('direct_message', 'sales'), 1)).toEqual(['module', 'media', 'summary'])
    expect(stepsFor(of(null, 'sales'), 1)).toEqual(['module', 'media', 'summary'])
  })
  it('all of them for two brands', () => {
    expect(stepsFor(of('mechanics'), 2)).toEqual(['module', 'brand', 'works', 'media', 'message', 'summary'])
  })
  it('a single brand is not asked for', () => {
    expect(stepsFor(of('bodywork'), 1)).not.toContain('brand')
    expect(newDraft('a', 'x', 0, newFile({ brands: ['only'] })).brand).toBe('only')
  })
  it('a warranty has no recommendations', () => {
    expect(stepsFor(of('warranty'), 2)).not.toContain('works')
    expect(internalKinds('warranty')).toEqual(['none', 'video'])
  })
  it('end at both ends, and lead back from a step that is gone', () => {
    const steps = stepsFor(of('warranty'), 1)
    expect(neighbour(steps, 'summary', 1)).toBeNull()
    expect(neighbour(steps, 'module', -1)).toBeNull()
    expect(neighbour(steps, 'works', 1)).toBe('module')
  })
})

describe('what is missing', () => {
  const whole = draft({ author_id: 'u1' })
  const facts = { colleagues: 3, internalVideos: 0, directSending: true }
  it('is nothing in a whole file', () => {
    expect(missing(whole, facts)).toEqual([])
  })
  it.each([
    ['reference', { reference: '  ' }],
    ['module', { module: null }],
    ['brand', { brand: null }],
    ['author', { author_id: null }],
    ['internal_video', { internal: { kind: 'video' as const, note: '' } }],
  ] as const)('tells of the %s, and where to fill it in', (what, change) => {
    expect(missing({ ...whole, ...change }, facts)).toEqual([what])
    expect(stepsFor(of('mechanics'), 2)).toContain(stepOf(what))
  })
  it('does not ask for a name where nobody is known', () => {
    expect(missing({ ...whole, author_id: null }, { ...facts, colleagues: 0 })).toEqual([])
  })
})

describe('what is missing of a direct message', () => {
  const whole = { title: 'ms' as const, last_name: 'Keller', email: 'keller@example.test' }
  const lacks = (customer: Partial<DraftCustomer>, directly = true, directSending = true) =>
    missing(
      draft({
        module: 'direct_message',
        customer: { ...nobody('de'), ...customer },
        send_directly: directly ? 'press' : null,
      }),
      { colleagues: 0, internalVideos: 0, directSending },
    )

  it('that the phone sends is all that the office would fill in', () => {
    expect(lacks({})).toEqual(['title', 'last_name', 'email'])
    expect(lacks(whole)).toEqual([])
    expect(lacks({ ...whole, title: 'company', last_name: '', company: 'Keller AG' })).toEqual([])
    expect(lacks({ ...whole, title: 'ms', last_name: '', company: 'Keller AG' })).toEqual(['last_name'])
  })
  it('that the office sends is nothing but an address that is none', () => {
    expect(lacks({}, false)).toEqual([])
    expect(lacks({}, true, false)).toEqual([])
    for (const email of ['keller', 'keller@example', 'a b@c.de', 'a@b@c.de'])
      expect(lacks({ email }, false)).toEqual(['bad_email'])
  })
  it('as UC stock it is sent by nobody', () => {
    expect(withModule(draft({ module: 'direct_message', send_directly: 'p' }), 'uc_stock')).toMatchObject({
      send_directly: null,
    })
  })
})

describe('another module', () => {
  const line = (id: string, checklist: string | null): DraftWork => ({
    id,
    checklist_line: checklist,
    category: '',
    label: id,
    urgency: 'ok',
    unit_price: null,
    quantity: 1000,
    note: '',
    measure: null,
    values: [],
  })
  const filled = draft({
    works: [line('a', 'pads'), line('b', null)],
    internal: { kind: 'contact', note: 'n' },
  })
  it('keeps own lines and lets those of the other checklist go', () => {
    expect(withModule(filled, 'bodywork').works).toEqual([line('b', null)])
  })
  it('the same one again changes nothing', () => {
    expect(withModule(filled, 'mechanics')).toEqual({ module: 'mechanics' })
  })
  it('taken back brings its lines again and leaves what came since', () => {
    const change = withModule(filled, 'warranty')
    const now = { ...filled, ...change, works: [line('c', null)], answer_by: '2026-11-23T10:00:00Z' }
    const back = { ...now, ...withModuleBack(now, filled, filled.works) }
    expect(back.works.map(({ id }) => id)).toEqual(['a', 'b', 'c'])
    expect(back).toMatchObject({ module: 'mechanics', answer_by: now.answer_by, internal: filled.internal })
  })
  it('a warranty has neither lines nor "contact me"', () => {
    const change = withModule(filled, 'warranty')
    expect(change.works).toEqual([])
    expect(change.internal).toEqual({ kind: 'none', note: 'n' })
  })
})
