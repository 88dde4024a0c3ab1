import type { Intervention, Mode, Vehicle } from '../../shared/api/types'
import { boxOf } from '../devices/device'
import { changeDraft } from '../interventions/drafts'
import { tight } from '../interventions/search'
import type { PhoneDB } from '../storage/db'
import { askedMatches } from './matches'

/** Fills in what an earlier file says about the vehicle that was scanned; what is filled in already stays. */
export async function takeKnownVehicle(db: PhoneDB, draftID: string): Promise<void> {
  const draft = await db.drafts.get(draftID)
  const wanted = draft && (draft.vehicle.vin || draft.vehicle.plate)
  if (!draft || !wanted) return
  const known = (await keptVehicle(db, wanted)) ?? (await askedVehicle(db, draft.mode, wanted))
  if (!known) return
  await changeDraft(db, draftID, ({ vehicle }) => ({
    vehicle: {
      ...vehicle,
      vin: vehicle.vin || known.vin,
      plate: vehicle.plate || known.plate,
      make: vehicle.make || known.make,
      model: vehicle.model || known.model,
    },
  }))
}

async function keptVehicle(db: PhoneDB, wanted: string): Promise<Vehicle | null> {
  const files = await db.files.filter(({ file }) => isOf(file, wanted)).toArray()
  const newest = files.sort((a, b) => b.file.created_at.localeCompare(a.file.created_at))[0]
  return newest?.file.vehicle ?? null
}

async function askedVehicle(db: PhoneDB, mode: Mode, wanted: string): Promise<Vehicle | null> {
  const found = await boxOf(db)
  const newest = (await askedMatches(db, mode, wanted))[0]
  if (!found || !newest) return null
  const file = await found.box.json<Intervention>('GET', `/api/interventions/${newest.id}`)
  return isOf(file, wanted) ? file.vehicle : null
}

/** By plate or VIN, not by a reference that happens to be spelled alike. */
function isOf({ vehicle }: Intervention, wanted: string): boolean {
  return [vehicle.vin, vehicle.plate].some(text => text !== '' && tight(text) === tight(wanted))
}
