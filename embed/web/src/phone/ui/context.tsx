import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react'
import type { Colleague, Mode } from '../../shared/api/types'
import type { Formats } from '../../shared/format'
import { useT } from '../../shared/i18n'
import type { Pairing } from '../storage/db'
import { useLive } from '../storage/live'
import { db } from '../storage/open'

interface Phone {
  pairing: Pairing
  /** The mode in which the phone works now. */
  mode: Mode
  colleagues: Colleague[]
}

const PhoneContext = createContext<Phone | null>(null)

/** What every page may know about this phone; only used under a pairing. */
export function PhoneProvider({
  pairing,
  mode,
  children,
}: Pick<Phone, 'pairing' | 'mode'> & { children: ReactNode }) {
  const colleagues = useLive(async () => (await db.get('colleagues')) ?? []) ?? []
  return <PhoneContext value={{ pairing, mode, colleagues }}>{children}</PhoneContext>
}

export function usePhone(): Phone {
  const phone = useContext(PhoneContext)
  if (!phone) throw new Error('usePhone outside of a pairing')
  return phone
}

/** How numbers and times are written: the app's language, the dealership's clock and money. */
export function useFormats(): Formats {
  const { language } = useT()
  const { dealership } = usePhone().pairing
  return { language, timeZone: dealership.time_zone, currency: dealership.currency }
}

const watch = (changed: () => void) => {
  window.addEventListener('online', changed)
  window.addEventListener('offline', changed)
  return () => {
    window.removeEventListener('online', changed)
    window.removeEventListener('offline', changed)
  }
}

/** Whether the phone has a network at all; whether the box answers is another matter. */
export function useOnline(): boolean {
  return useSyncExternalStore(watch, () => navigator.onLine)
}
