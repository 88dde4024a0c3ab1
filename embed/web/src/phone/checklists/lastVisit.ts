import { useEffect, useMemo } from 'react'
import type { Measure, Measurement } from '../../shared/api/types'
import { boxOf } from '../devices/device'
import type { Draft } from '../interventions/draft'
import type { PhoneDB } from '../storage/db'
import { useLive } from '../storage/live'
import { db } from '../storage/open'

interface VehicleKey {
  plate: string
  vin: string
}

/** By what the vehicle of a file is known: its plate and VIN, else the reference, which is often one of them. */
export function vehicleOf({ vehicle, reference }: Pick<Draft, 'vehicle' | 'reference'>): VehicleKey | null {
  const [plate, vin] = [vehicle.plate.trim(), vehicle.vin.trim()]
  if (plate || vin) return { plate, vin }
  const text = reference.toUpperCase().replace(/[\s-]/g, '')
  if (/^[A-HJ-NPR-Z0-9]{17}$/.test(text)) return { plate: '', vin: text }
  return text !== '' && text.length <= 20 ? { plate: text, vin: '' } : null
}

const keyOf = ({ plate, vin }: VehicleKey, before: string) => `${plate}|${vin}|${before}`

const keptFor = 90 * 86_400_000

type Visit = Pick<Draft, 'base' | 'vehicle' | 'reference'>

/** Fetches what was measured on the vehicle before, for the time without a network too. */
export async function fetchLastVisit(db: PhoneDB, draft: Visit): Promise<void> {
  const vehicle = vehicleOf(draft)
  const found = await boxOf(db)
  if (!vehicle || !found || found.pairing.revoked) return
  const before = draft.base?.id ?? ''
  const query = new URLSearchParams({ ...vehicle, before })
  const path = `/api/vehicles/measurements?${query}`
  const { measurements } = await found.box.json<{ measurements: Measurement[] }>('GET', path)
  const at = Date.now()
  await db.measurements.put({ key: keyOf(vehicle, before), measurements, at })
  await db.measurements
    .where('at')
    .below(at - keptFor)
    .delete()
}

/** Fetches it for a file that is being filled in; without a network what was fetched before stands. */
export function useFetchLastVisit(draft: Draft): void {
  const vehicle = vehicleOf(draft)
  const key = vehicle && keyOf(vehicle, draft.base?.id ?? '')
  // biome-ignore lint/correctness/useExhaustiveDependencies: of the draft only its vehicle matters
  useEffect(() => {
    const fetchIt = () => void fetchLastVisit(db, draft).catch(() => undefined)
    // A plate that is being typed is none yet.
    const timer = setTimeout(fetchIt, 400)
    window.addEventListener('online', fetchIt)
    return () => {
      clearTimeout(timer)
      window.removeEventListener('online', fetchIt)
    }
  }, [key])
}

/** What was measured at the last visit, by line of the checklist. */
export function useLastVisit(draft: Draft): Map<string, Measurement> {
  const vehicle = vehicleOf(draft)
  const key = vehicle ? keyOf(vehicle, draft.base?.id ?? '') : ''
  const kept = useLive(() => db.measurements.get(key), key)
  return useMemo(() => new Map(kept?.measurements.map(last => [last.checklist_line, last])), [kept])
}

/** How each kind is measured, as the box last said. */
export function useMeasures(): Map<string, Measure> {
  const kept = useLive(() => db.get('measures'))
  return useMemo(() => new Map<string, Measure>(kept?.map(measure => [measure.kind, measure])), [kept])
}
