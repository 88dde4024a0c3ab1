import { useSessionStorage } from '@mantine/hooks'
import { useEffect } from 'react'
import type { Mode } from '../../shared/api/types'
import { useSession } from './session'

function useKeptMode() {
  return useSessionStorage<Mode>({ key: 'fleetbox-mode', getInitialValueInEffect: false })
}

/**
 * The mode in which the user is at work: the one asked for, the one that this tab was in last, or their first.
 * Undefined for those whose roles have none, whose work is not on interventions.
 */
export function useMode(asked?: Mode): Mode | undefined {
  const { modes } = useSession()
  const [kept] = useKeptMode()
  return [asked, kept].find(mode => mode && modes.includes(mode)) ?? modes[0]
}

/** An address or an opened file says in which mode the work goes on. */
export function useEnterMode(mode: Mode | undefined): void {
  const [, keep] = useKeptMode()
  useEffect(() => {
    if (mode) keep(mode)
  }, [mode, keep])
}
