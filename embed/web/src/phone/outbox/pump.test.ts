import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { PhoneDB } from '../storage/db'
import { draft, freshDB, pairing } from '../testing/fixtures'
import { Pump } from './pump'

let db: PhoneDB
let asked: string[]
beforeEach(async () => {
  db = freshDB()
  asked = []
  await db.set('pairing', pairing())
  await db.drafts.add(draft({ state: 'finished' }))
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path)
    throw new TypeError('no network')
  })
})
afterEach(() => vi.unstubAllGlobals())

it('goes on after storage has refused to answer', async () => {
  const pump = new Pump(db)
  vi.spyOn(db.drafts, 'where').mockImplementationOnce(() => {
    throw new Error('busy')
  })
  pump.kick()
  await new Promise(resolve => setTimeout(resolve, 20))
  expect(asked).toEqual([])
  pump.kick()
  await vi.waitFor(() => expect(asked).toEqual(['/api/interventions']))
})

it('asks to be called again before the first request leaves', async () => {
  const register = async (tag: string) => void asked.push(tag)
  vi.stubGlobal('navigator', {
    onLine: true,
    language: 'en',
    serviceWorker: { getRegistration: async () => ({ sync: { register } }) },
  })
  new Pump(db).kick()
  await vi.waitFor(() => expect(asked).toEqual(['fleetbox-outbox', '/api/interventions']))
})

it('a browser that will not call again does not hold up the outbox', async () => {
  vi.stubGlobal('navigator', {
    onLine: true,
    language: 'en',
    serviceWorker: { getRegistration: () => Promise.reject(new DOMException('no')) },
  })
  new Pump(db).kick()
  await vi.waitFor(() => expect(asked).toEqual(['/api/interventions']))
})
