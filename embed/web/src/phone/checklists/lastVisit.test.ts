import 'fake-indexeddb/auto'
import { afterEach, expect, it, vi } from 'vitest'
import type { Intervention } from '../../shared/api/types'
import { noVehicle } from '../interventions/draft'
import { freshDB, pairing } from '../testing/fixtures'
import { fetchLastVisit, vehicleOf } from './lastVisit'

const car = (plate: string, vin: string) => ({ ...noVehicle, plate, vin })
const base = { id: 'i' } as Intervention

it.each([
  ['of a file that has one', car('B-FX 1', ' WVW1'), 'RO 1', { plate: 'B-FX 1', vin: 'WVW1' }],
  ['of a file that has none yet, by its reference', noVehicle, 'b-fx 1', { plate: 'BFX1', vin: '' }],
  ['of a new file, by a plate', noVehicle, 'B-FX 1234', { plate: 'BFX1234', vin: '' }],
  ['of a new file, by a VIN', noVehicle, 'yv9lz0000K1024187', { plate: '', vin: 'YV9LZ0000K1024187' }],
  ['of none', noVehicle, ' ', null],
  ['of none by a long reference', noVehicle, 'the blue one with the roof rack', null],
])('the vehicle %s', (_name, vehicle, reference, key) => {
  expect(vehicleOf({ vehicle, reference })).toEqual(key)
})

afterEach(() => vi.unstubAllGlobals())

it('what was fetched is kept for the time without a network', async () => {
  const db = freshDB()
  await db.set('pairing', pairing())
  const last = {
    checklist_line: 'l',
    measure: 'brake_pad',
    values: [],
    at: '',
    intervention_id: 'x',
    reference: 'R',
  }
  const asked: string[] = []
  const answer = async (path: string) => {
    asked.push(path)
    return Response.json({ measurements: [last] })
  }
  vi.stubGlobal('fetch', answer)
  const draft = { base, vehicle: car('B-FX 1', 'WVW1'), reference: 'RO 1' }
  await fetchLastVisit(db, draft)
  expect(asked).toEqual(['/api/vehicles/measurements?plate=B-FX+1&vin=WVW1&before=i'])
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('offline')))
  await expect(fetchLastVisit(db, draft)).rejects.toMatchObject({ status: 0 })
  expect((await db.measurements.toArray()).map(({ measurements }) => measurements)).toEqual([[last]])
})
