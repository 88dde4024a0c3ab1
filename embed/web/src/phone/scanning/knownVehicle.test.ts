// @vitest-environment node
import 'fake-indexeddb/auto'
import { expect, it } from 'vitest'
import type { Intervention } from '../../shared/api/types'
import { noVehicle } from '../interventions/draft'
import { draft, freshDB } from '../testing/fixtures'
import { takeKnownVehicle } from './knownVehicle'

const visit = (id: string, plate: string, vin: string, day: number) => ({
  id,
  at: day,
  file: {
    id,
    created_at: `2026-11-0${day}T08:00:00Z`,
    vehicle: { ...noVehicle, plate, vin, make: 'Nordvik', model: id, mileage: 9 },
  } as Intervention,
})

it('takes from the last file of a scanned plate what stays with the car, and leaves what is filled in', async () => {
  const db = freshDB()
  await db.files.bulkAdd([
    visit('old', 'B-FX 1', 'VIN-OLD', 1),
    visit('new', 'b fx1', 'VIN-NEW', 2),
    visit('other', 'B-FX 12', 'VIN-OTHER', 3),
  ])
  const begun = draft({ vehicle: { ...noVehicle, plate: 'BFX 1', make: 'Typed' } })
  await db.drafts.add(begun)
  await takeKnownVehicle(db, begun.id)
  expect((await db.drafts.get(begun.id))?.vehicle).toEqual({
    ...noVehicle,
    plate: 'BFX 1',
    vin: 'VIN-NEW',
    make: 'Typed',
    model: 'new',
  })
})
