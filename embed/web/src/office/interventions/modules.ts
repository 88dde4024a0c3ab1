import type { Mode, Module } from '../../shared/api/types'

/** The modules of each mode, in the order of choice. */
export const modulesOf: Record<Mode, readonly Module[]> = {
  after_sales: ['mechanics', 'bodywork', 'warranty'],
  sales: ['uc_stock', 'direct_message'],
}

export function modeOf(module: Module): Mode {
  return modulesOf.sales.includes(module) ? 'sales' : 'after_sales'
}

/** UC stock is about a car or a theme, and nobody in particular. */
export function hasCustomer(module: Module): boolean {
  return module !== 'uc_stock'
}
