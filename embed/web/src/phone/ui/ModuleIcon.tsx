import { IconCarCrash, IconEngine, IconShieldCheck } from '@tabler/icons-react'
import type { Module } from '../../shared/api/types'

const icons = { mechanics: IconEngine, bodywork: IconCarCrash, warranty: IconShieldCheck }

/** The sign of a module; its name stands beside it or is spoken by the caller. */
export function ModuleIcon({ module, size = 28 }: { module: Module; size?: number }) {
  const Icon = icons[module]
  return <Icon size={size} stroke={1.75} aria-hidden />
}
