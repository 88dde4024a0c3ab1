import type { Colleague, Mode } from '../../shared/api/types'
import type { Pairing, Preferences } from '../storage/db'

/** The mode in which the phone works: the chosen one as long as its device has it, else the device's first. */
export function modeOf(pairing: Pairing, preferences: Preferences | undefined): Mode {
  const { modes } = pairing.device
  const chosen = preferences?.mode
  return chosen && modes.includes(chosen) ? chosen : (modes[0] ?? 'after_sales')
}

type Role = Colleague['roles'][number]

const rolesIn: Record<Mode, readonly Role[]> = {
  after_sales: ['technician', 'back_office', 'dealer_manager'],
  sales: ['salesperson', 'back_office', 'dealer_manager'],
}

/** Whether somebody's roles have to do with a mode: others do not write files of it. */
export function worksIn({ roles }: Pick<Colleague, 'roles'>, mode: Mode): boolean {
  return roles.some(role => rolesIn[mode].includes(role))
}
