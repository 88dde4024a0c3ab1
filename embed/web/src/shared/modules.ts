import type { InterventionRow, Mode, Module, Status } from './api/types'

/** The modules of each mode, in the order of choice. */
export const modulesOf: Record<Mode, readonly Module[]> = {
  after_sales: ['mechanics', 'bodywork', 'warranty'],
  sales: ['uc_stock', 'direct_message'],
}

/** The modules with recommendations, hence with a checklist. */
export const withChecklist: readonly Module[] = ['mechanics', 'bodywork']

export function modeOf(module: Module): Mode {
  return modulesOf.sales.includes(module) ? 'sales' : 'after_sales'
}

/** UC stock is about a car or a theme, and nobody in particular. */
export function hasCustomer(module: Module): boolean {
  return module !== 'uc_stock'
}

/** What is told of a file's status: UC stock is never sent itself, but messages are made of it. */
export type Standing = Status | 'ready'

export function standingOf({ module, status }: Pick<InterventionRow, 'module' | 'status'>): Standing {
  return status === 'pending' && !hasCustomer(module) ? 'ready' : status
}
