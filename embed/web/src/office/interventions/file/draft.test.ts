// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { Intervention } from '../../../shared/api/types'
import { Draft, type Shelf, snapshotOf } from './draft'
import { sampleFile, sampleWork } from './sample'

class Memory implements Shelf {
  readonly items = new Map<string, string>()
  getItem = (key: string) => this.items.get(key) ?? null
  setItem = (key: string, value: string) => void this.items.set(key, value)
  removeItem = (key: string) => void this.items.delete(key)
}

const draftOf = (file: Intervention, shelf = new Memory()) => new Draft(file, shelf)
const ids = (draft: Draft) => draft.mine.works.map(work => work.id)

/** As a colleague has sent it. */
const sent = (extra: Partial<Intervention> = {}) =>
  sampleFile({ version: 2, status: 'sent', rights: { ...sampleFile().rights, edit: false }, ...extra })

const withWorks = (...names: string[]) =>
  sampleFile({ works: names.map((name, position) => sampleWork(name, position)) })

describe('a draft', () => {
  it('is clean until something differs, and clean again when it no longer does', () => {
    const draft = draftOf(sampleFile())
    expect(draft.dirty).toBe(false)
    draft.set('vehicle.plate', 'AB-123-CD')
    expect(draft.dirtyFields).toEqual(['vehicle.plate'])
    draft.set('vehicle.plate', '')
    expect(draft.dirty).toBe(false)
  })

  it('saves the changed fields only, nested as the box wants them', () => {
    const draft = draftOf(sampleFile({ version: 4 }))
    draft.set('vehicle.mileage', 42_000)
    draft.set('customer.last_name', 'Roth')
    draft.set('customer.title', 'ms')
    draft.set('message', 'Hello')
    expect(draft.patch()).toEqual({
      version: 4,
      vehicle: { mileage: 42_000 },
      customer: { last_name: 'Roth', title: 'ms' },
      message: 'Hello',
    })
  })

  it('sends the whole list of works once one of them changed', () => {
    const draft = draftOf(withWorks('a', 'b'))
    draft.changeWork('b', { unit_price: 5_000 })
    expect(draft.patch().works?.map(work => [work.id, work.unit_price])).toEqual([
      ['a', null],
      ['b', 5_000],
    ])
  })

  it('survives a reload, and is forgotten once saved', () => {
    const shelf = new Memory()
    draftOf(sampleFile(), shelf).set('message', 'typed')
    const reloaded = draftOf(sampleFile(), shelf)
    expect(reloaded.mine.form.message).toBe('typed')
    reloaded.saved(sampleFile({ version: 2, message: 'typed' }), reloaded.mine)
    expect(reloaded.dirty).toBe(false)
    expect(shelf.items.size).toBe(0)
  })

  it('kept before works had measured values, it takes those of the file and sends nothing else', () => {
    const shelf = new Memory()
    const file = sampleFile({
      works: [sampleWork('a', 0, { measure: 'brake_pad', values: [{ place: 'left', tenths: 42 }] })],
    })
    draftOf(file, shelf).set('message', 'typed')
    for (const [key, kept] of shelf.items)
      shelf.setItem(key, kept.replaceAll(/"measure":"brake_pad","values":\[[^\]]*\],/g, ''))
    expect([...shelf.items.values()].join()).not.toContain('brake_pad')
    expect(draftOf(file, shelf).patch()).toEqual({ version: 1, message: 'typed' })
  })

  it('does not bring input back into a file that can no longer be edited', () => {
    const shelf = new Memory()
    draftOf(sampleFile(), shelf).set('message', 'typed')
    const draft = draftOf(sent(), shelf)
    expect(draft.dirty).toBe(false)
    expect(draft.mine.form.message).toBe('')
    expect(draft.unsaved()).toMatchObject([{ field: 'message', theirs: 'typed' }])
  })

  it('keeps what was typed while the save was on its way', () => {
    const draft = draftOf(sampleFile())
    draft.set('message', 'first')
    const sent = draft.mine
    draft.set('works_done', 'later')
    draft.saved(sampleFile({ version: 2, message: 'first' }), sent)
    expect(draft.dirtyFields).toEqual(['works_done'])
    expect(draft.patch()).toEqual({ version: 2, works_done: 'later' })
  })
})

describe('a colleague saves meanwhile', () => {
  it('a clean draft follows', () => {
    const draft = draftOf(sampleFile())
    draft.follow(sampleFile({ version: 2, message: 'theirs' }))
    expect(draft.mine.form.message).toBe('theirs')
    expect(draft.dirty).toBe(false)
  })

  it('a draft with input keeps it, and names what differs', () => {
    const draft = draftOf(sampleFile())
    draft.set('message', 'mine')
    const theirs = sampleFile({ version: 2, message: 'theirs', reference: 'OR-2' })
    draft.follow(theirs)
    expect(draft.mine.form.message).toBe('mine')
    expect(draft.base.version).toBe(1)
    expect(draft.changesAgainst(snapshotOf(theirs))).toEqual([
      { kind: 'field', field: 'reference', mine: 'OR-1', theirs: 'OR-2', conflict: false },
      { kind: 'field', field: 'message', mine: 'mine', theirs: 'theirs', conflict: true },
    ])
  })

  it('a file that they have sent is shown as it is, and what I typed is kept beside it', () => {
    const shelf = new Memory()
    const draft = draftOf(sampleFile(), shelf)
    draft.set('message', 'mine')
    draft.set('reference', 'OR-2')
    draft.follow(sent({ message: 'theirs', reference: 'OR-2' }))
    expect(draft.mine.form.message).toBe('theirs')
    expect(draft.dirty).toBe(false)
    const unsaved = { kind: 'field', field: 'message', mine: 'theirs', theirs: 'mine', conflict: true }
    expect(draft.unsaved()).toEqual([unsaved])
    expect(draftOf(sent({ message: 'theirs', reference: 'OR-2' }), shelf).unsaved()).toEqual([unsaved])
    draft.discard()
    expect(draft.unsaved()).toEqual([])
    expect(shelf.items.size).toBe(0)
  })

  it('a file that can be edited again takes up what I had typed', () => {
    const draft = draftOf(sampleFile())
    draft.set('message', 'mine')
    draft.follow(sent({ status: 'closed' }))
    draft.follow(sampleFile({ version: 3 }))
    expect(draft.mine.form.message).toBe('mine')
    expect(draft.patch()).toEqual({ version: 3, message: 'mine' })
    expect(draft.unsaved()).toEqual([])
  })

  it('an answer to my save that comes after their sending changes nothing on the screen', () => {
    const draft = draftOf(sampleFile())
    draft.set('message', 'mine')
    const asked = draft.mine
    draft.follow(sent({ version: 3, message: 'mine', works_done: 'theirs' }))
    draft.saved(sampleFile({ version: 2, message: 'mine' }), asked)
    expect(draft.mine.form.works_done).toBe('theirs')
    expect(draft.unsaved()).toEqual([])
  })

  it('a new version without a change in the fields needs no question', () => {
    const draft = draftOf(sampleFile())
    draft.set('message', 'mine')
    draft.follow(sampleFile({ version: 2 }))
    expect(draft.patch()).toEqual({ version: 2, message: 'mine' })
  })

  it('the chosen side wins field by field', () => {
    const draft = draftOf(sampleFile())
    draft.set('message', 'mine')
    draft.set('works_done', 'mine too')
    const theirs = snapshotOf(sampleFile({ version: 2, message: 'theirs', works_done: 'theirs too' }))
    draft.rebase(theirs, change =>
      change.kind === 'field' && change.field === 'message' ? 'theirs' : 'mine',
    )
    expect(draft.patch()).toEqual({ version: 2, works_done: 'mine too' })
  })

  it('both add a work: both stay', () => {
    const draft = draftOf(withWorks('a'))
    draft.setWorks(works => [...works, { ...sampleWork('mine', 1) }])
    draft.rebase(snapshotOf(withWorks('a', 'theirs')), () => 'theirs')
    expect(ids(draft)).toEqual(['a', 'theirs', 'mine'])
  })

  it('I removed a work that they left alone: it stays removed', () => {
    const draft = draftOf(withWorks('a', 'b'))
    draft.setWorks(works => works.filter(work => work.id !== 'a'))
    draft.rebase(snapshotOf({ ...withWorks('a', 'b'), version: 2, message: 'x' }), () => 'theirs')
    expect(ids(draft)).toEqual(['b'])
  })

  it('I removed a work that they priced: it is a question', () => {
    const draft = draftOf(withWorks('a', 'b'))
    draft.setWorks(works => works.filter(work => work.id !== 'a'))
    const theirs = snapshotOf(
      sampleFile({ version: 2, works: [sampleWork('a', 0, { unit_price: 900 }), sampleWork('b', 1)] }),
    )
    expect(draft.changesAgainst(theirs)).toMatchObject([{ kind: 'work', id: 'a', conflict: true }])
    draft.rebase(theirs, () => 'theirs')
    expect(ids(draft)).toEqual(['a', 'b'])
  })

  it('my order stands when I moved works', () => {
    const draft = draftOf(withWorks('a', 'b', 'c'))
    draft.setWorks(works => [...works].reverse())
    draft.rebase(snapshotOf(withWorks('a', 'b', 'c', 'd')), () => 'theirs')
    expect(ids(draft)).toEqual(['c', 'b', 'a', 'd'])
  })

  it('nothing typed is ever lost, whatever both did', () => {
    const names = ['a', 'b', 'c', 'd', 'e']
    for (let seed = 0; seed < 400; seed++) {
      const pick = (bit: number) => (seed >> bit) % 2 === 1
      const draft = draftOf(withWorks(...names))
      names.forEach((name, index) => {
        if (pick(index)) draft.changeWork(name, { note: `mine ${name}` })
      })
      const theirs = sampleFile({
        version: 2,
        works: names.map((name, index) =>
          sampleWork(name, index, pick((index + 3) % 8) ? { unit_price: 100 } : {}),
        ),
      })
      draft.rebase(snapshotOf(theirs), change => (change.conflict ? 'mine' : 'theirs'))
      names.forEach((name, index) => {
        const work = draft.mine.works.find(({ id }) => id === name)
        expect(work?.note).toBe(pick(index) ? `mine ${name}` : '')
      })
    }
  })
})
