import {
  IconCarCrash,
  IconCarGarage,
  IconEngine,
  IconMessage2Heart,
  IconShieldCheck,
} from '@tabler/icons-react'
import type { Module } from '../../shared/api/types'

const icons: Record<Module, typeof IconEngine> = {
  mechanics: IconEngine,
  bodywork: IconCarCrash,
  warranty: IconShieldCheck,
  uc_stock: IconCarGarage,
  direct_message: IconMessage2Heart,
}

/** The sign of a module; its name stands beside it or is spoken by the caller. */
export function ModuleIcon({ module, size = 28 }: { module: Module; size?: number }) {
  const Icon = icons[module]
  return <Icon size={size} stroke={1.75} aria-hidden />
}
