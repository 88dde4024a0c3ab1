import { problemOf } from '../../shared/api/problem'
import { boxOf } from '../devices/device'
import type { PhoneDB } from '../storage/db'

export interface PlateReading {
  plate: string
  country: string | null
  confidence: number
  vehicle: null | {
    plate: string
    vin: string
    make: string
    model: string
    customer_name: string
    last_visit: string
  }
}

const patienceMs = 15_000

/** What may stand on the plate in a picture, the likeliest first. Throws Problem: tesseract_missing, unreachable, … */
export async function readPlate(db: PhoneDB, picture: Blob): Promise<PlateReading[]> {
  const found = await boxOf(db)
  if (!found) return []
  const answer = await found.box.fetch('/api/plates/read', {
    method: 'POST',
    body: picture,
    headers: { 'Content-Type': picture.type },
    timeoutMs: patienceMs,
  })
  if (!answer.ok) throw await problemOf(answer)
  return ((await answer.json()) as { readings: PlateReading[] }).readings
}
