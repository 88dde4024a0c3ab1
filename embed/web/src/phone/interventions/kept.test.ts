// @vitest-environment node
import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Intervention, InterventionRow, Mode } from '../../shared/api/types'
import { boxFor } from '../outbox/box'
import type { PhoneDB } from '../storage/db'
import { freshDB } from '../testing/fixtures'
import { problem } from '../testing/stub-box'
import { fetchOpenFiles, forgetOtherModes, linkOf } from './kept'

let db: PhoneDB
beforeEach(() => {
  db = freshDB()
})

const file = (id: string, change: Partial<Intervention> = {}) =>
  ({ id, mode: 'after_sales', status: 'pending', version: 1, ...change }) as Intervention
const row = (id: string, mode: Mode = 'after_sales') =>
  ({ id, mode, status: 'pending', version: 1, created_at: id }) as InterventionRow
const json = (body: unknown) => new Response(JSON.stringify(body), { status: 200 })
/** A box that answers by the path; what it was asked is in `asked`. */
function boxThat(answer: (path: string, init: RequestInit) => Response, asked: [string, unknown][] = []) {
  return boxFor({ token: 'token', language: 'en' }, async (path, init = {}) => {
    asked.push([String(path), init.body ? JSON.parse(String(init.body)) : null])
    return answer(String(path), init)
  })
}

describe('the open files of a list', () => {
  beforeEach(async () => {
    await db.rows.bulkAdd(['1', '2', '3', '4'].map(id => row(id)))
  })

  it('are kept although one or two of them are refused', async () => {
    const refused = ['/api/interventions/4', '/api/interventions/3']
    const box = boxThat(path =>
      refused.includes(path) ? problem(403, 'not_allowed') : json(file(path.split('/').at(-1) ?? '')),
    )
    await fetchOpenFiles(db, box, 'after_sales')
    expect(await db.files.toCollection().primaryKeys()).toEqual(['1', '2'])
  })

  it.each([503, 401])('are not asked for any more after a %i', async status => {
    const asked: [string, unknown][] = []
    const box = boxThat(() => problem(status, 'away'), asked)
    await expect(fetchOpenFiles(db, box, 'after_sales')).rejects.toMatchObject({ status })
    expect(asked.length).toBeLessThan(4)
  })
})

it('a mode taken from the phone leaves neither row nor file behind', async () => {
  await db.rows.bulkAdd([row('1'), row('2', 'sales')])
  await db.files.bulkAdd(
    [file('1'), file('2', { mode: 'sales' })].map(one => ({ id: one.id, file: one, at: 1 })),
  )
  await forgetOtherModes(db, ['after_sales'])
  expect(await db.rows.toCollection().primaryKeys()).toEqual(['1'])
  expect(await db.files.toCollection().primaryKeys()).toEqual(['1'])
})

describe("the customer's link", () => {
  it('is made of the state that is seen, and keeps what became of the file', async () => {
    const asked: [string, unknown][] = []
    const box = boxThat(
      path =>
        json(path.endsWith('/share') ? { url: 'https://x' } : file('1', { version: 8, status: 'sent' })),
      asked,
    )
    expect(await linkOf(db, box, file('1', { version: 7 }))).toBe('https://x')
    expect(asked[0]).toEqual(['/api/interventions/1/share', { version: 7 }])
    expect((await db.files.get('1'))?.file.status).toBe('sent')
  })

  it('is not made of what has changed meanwhile: that is shown', async () => {
    const current = file('1', { version: 8, reference: 'RO 2' })
    const box = boxThat(
      () => new Response(JSON.stringify({ code: 'changed_meanwhile', current }), { status: 409 }),
    )
    await expect(linkOf(db, box, file('1'))).rejects.toMatchObject({ code: 'changed_meanwhile' })
    expect((await db.files.get('1'))?.file).toEqual(current)
  })
})
