import 'fake-indexeddb/auto'
import Dexie from 'dexie'
import { expect, it } from 'vitest'
import { PhoneDB } from './db'

it('files kept before anything could be measured are kept, and take values', async () => {
  const line = { id: 'w', label: 'Front tyres', urgency: 'advised' }
  const old = new Dexie('before-values')
  old.version(1).stores({
    kept: 'key',
    checklists: 'key',
    rows: 'id, created_at',
    files: 'id, at',
    drafts: 'id, state',
    media: 'id, draft, state',
    parts: '[media+start]',
  })
  await old.table('drafts').add({
    id: 'd',
    state: 'finished',
    works: [line],
    base: { works: [line] },
    sending: { posted: { works: [line] } },
  })
  await old.table('files').add({ id: 'f', at: 1, file: { works: [line] } })
  old.close()
  const db = new PhoneDB('before-values')
  const whole = [{ ...line, measure: null, values: [] }]
  expect(await db.drafts.get('d')).toEqual({
    id: 'd',
    state: 'finished',
    works: whole,
    base: { works: whole },
    sending: { posted: { works: whole } },
  })
  expect((await db.files.get('f'))?.file.works).toEqual(whole)
  expect(await db.measurements.count()).toBe(0)
})
