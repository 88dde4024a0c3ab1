// @vitest-environment node
import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Intervention, InterventionRow } from '../../shared/api/types'
import type { PhoneDB } from '../storage/db'
import { freshDB, pairing } from '../testing/fixtures'
import { problem } from '../testing/stub-box'
import { pair, refresh } from './device'

let db: PhoneDB
beforeEach(async () => {
  db = freshDB()
  await db.set('pairing', pairing({ token: 'old' }))
})
afterEach(() => vi.unstubAllGlobals())

/** The box answers after the phone has been paired anew. */
function answersLate(answer: () => Response) {
  vi.stubGlobal('fetch', async () => {
    await db.set('pairing', pairing({ token: 'new' }))
    return answer()
  })
}

const json = (body: unknown) => new Response(JSON.stringify(body), { status: 200 })

describe('an answer to the old pairing that comes after a new one', () => {
  it('does not shut the new one out', async () => {
    answersLate(() => problem(401, 'device_revoked'))
    await expect(refresh(db)).rejects.toMatchObject({ status: 401 })
    expect(await db.get('pairing')).toMatchObject({ token: 'new', revoked: false })
  })

  it('does not bring the old one back', async () => {
    answersLate(() => json({ modes: [], version: '1' }))
    await refresh(db)
    expect(await db.get('pairing')).toMatchObject({ token: 'new', version: '' })
  })
})

it('a refused token marks its own pairing', async () => {
  vi.stubGlobal('fetch', async () => problem(401, 'device_revoked'))
  await expect(refresh(db)).rejects.toMatchObject({ status: 401 })
  expect(await db.get('pairing')).toMatchObject({ token: 'old', revoked: true })
})

it('what lies here of a mode that was taken from the phone goes', async () => {
  const row = { id: '1', mode: 'sales', status: 'closed', version: 1 } as InterventionRow
  await db.rows.add(row)
  await db.files.add({ id: '1', file: { mode: 'sales' } as Intervention, at: 1 })
  const answer = {
    device: { modes: ['after_sales'] },
    dealership: { brands: [], language: 'en' },
    colleagues: [],
    interventions: [],
    next_cursor: null,
  }
  vi.stubGlobal('fetch', async () => json(answer))
  await refresh(db)
  expect([await db.rows.count(), await db.files.count()]).toEqual([0, 0])
})

it('a browser that will not promise lasting storage is paired all the same', async () => {
  vi.stubGlobal('fetch', async () => json({ token: 'new' }))
  vi.stubGlobal('navigator', {
    platform: 'Linux',
    userAgent: '',
    storage: { persist: () => Promise.reject(new TypeError('no')) },
  })
  await pair(db, 'CODE', 'en')
  expect((await db.get('pairing'))?.token).toBe('new')
})
