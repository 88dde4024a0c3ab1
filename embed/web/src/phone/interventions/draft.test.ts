import { describe, expect, it } from 'vitest'
import { draft, newFile } from '../testing/fixtures'
import {
  type DraftWork,
  internalKinds,
  missing,
  neighbour,
  newDraft,
  stepOf,
  stepsFor,
  withModule,
  withModuleBack,
} from './draft'

describe('steps', () => {
  it('all of them for two brands', () => {
    expect(stepsFor('mechanics', 2)).toEqual(['module', 'brand', 'works', 'media', 'message', 'summary'])
  })
  it('a single brand is not asked for', () => {
    expect(stepsFor('bodywork', 1)).not.toContain('brand')
    expect(newDraft('a', 'x', 0, newFile({ brands: ['only'] })).brand).toBe('only')
  })
  it('a warranty has no recommendations', () => {
    expect(stepsFor('warranty', 2)).not.toContain('works')
    expect(internalKinds('warranty')).toEqual(['none', 'video'])
  })
  it('end at both ends, and lead back from a step that is gone', () => {
    const steps = stepsFor('warranty', 1)
    expect(neighbour(steps, 'summary', 1)).toBeNull()
    expect(neighbour(steps, 'module', -1)).toBeNull()
    expect(neighbour(steps, 'works', 1)).toBe('module')
  })
})

describe('what is missing', () => {
  const whole = draft({ author_id: 'u1' })
  const facts = { colleagues: 3, internalVideos: 0 }
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
    expect(stepsFor('mechanics', 2)).toContain(stepOf(what))
  })
  it('does not ask for a name where nobody is known', () => {
    expect(missing({ ...whole, author_id: null }, { colleagues: 0, internalVideos: 0 })).toEqual([])
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
