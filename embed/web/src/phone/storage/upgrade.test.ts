import 'fake-indexeddb/auto'
import Dexie from 'dexie'
import { expect, it } from 'vitest'
import { nobody, noVehicle } from '../interventions/draft'
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
  expect(await db.drafts.get('d')).toMatchObject({
    id: 'd',
    state: 'finished',
    works: whole,
    base: { works: whole },
    sending: { posted: { works: whole } },
  })
  expect((await db.files.get('f'))?.file.works).toEqual(whole)
  expect(await db.measurements.count()).toBe(0)
})

it('files kept before the phone knew sales take vehicle, customer and mode, and the pairing stays', async () => {
  const old = new Dexie('before-sales')
  old.version(2).stores({ kept: 'key', rows: 'id, created_at', files: 'id, at', drafts: 'id, state' })
  const vehicle = {
    plate: 'B-FX 1',
    vin: 'W',
    make: 'Nordvik',
    model: '',
    mileage: 7,
    first_registration: null,
  }
  const known = { title: 'ms', first_name: '', last_name: 'Keller', company: '', language: 'fr' }
  const customer = { ...known, email: '', phone: '030', address: '' }
  await old.table('drafts').bulkAdd([
    { id: 'new', base: null, sending: { posted: { reference: 'R' } } },
    { id: 'edit', base: { vehicle, customer: { ...customer, kind: 'owner' } }, sending: { posted: null } },
  ])
  await old.table('kept').bulkAdd([
    {
      key: 'pairing',
      value: { token: 't', device: { name: 'bay' }, dealership: { language: 'de' }, modes: ['after_sales'] },
    },
    { key: 'list_at', value: 7 },
  ])
  await old.table('rows').add({ id: 'r', mode: 'after_sales', created_at: '' })
  old.close()

  const db = new PhoneDB('before-sales')
  const begun = { vehicle: noVehicle, customer: nobody('de') }
  const more = { mode: 'after_sales', send_directly: null }
  expect(await db.drafts.get('new')).toMatchObject({ ...begun, ...more, sending: { posted: begun } })
  expect(await db.drafts.get('edit')).toMatchObject({ vehicle, customer, ...more })
  expect((await db.drafts.get('edit'))?.customer).toEqual(customer)
  expect(await db.get('pairing')).toEqual({
    token: 't',
    device: { name: 'bay', modes: ['after_sales'] },
    dealership: { language: 'de' },
  })
  expect(await db.get('list_at')).toBeUndefined()
  expect(await db.rows.where('mode').equals('after_sales').count()).toBe(1)
})
