import { expect, it } from 'vitest'
import type { Mode } from '../../shared/api/types'
import { pairing } from '../testing/fixtures'
import { modeOf, worksIn } from './mode'

const phone = (...modes: Mode[]) => pairing({ device: { modes } as never })
const chose = (mode: Mode | null) => ({ language: null, last_author: null, mode })

it('works in the chosen mode as long as the device has it', () => {
  expect(modeOf(phone('after_sales', 'sales'), chose('sales'))).toBe('sales')
  expect(modeOf(phone('after_sales', 'sales'), chose(null))).toBe('after_sales')
  expect(modeOf(phone('after_sales'), chose('sales'))).toBe('after_sales')
  expect(modeOf(phone('sales'), undefined)).toBe('sales')
})

it.each([
  ['technician', true, false],
  ['salesperson', false, true],
  ['back_office', true, true],
  ['dealer_manager', true, true],
  ['auditor', false, false],
] as const)('a %s writes files of the modes of that role', (role, afterSales, sales) => {
  expect(worksIn({ roles: [role] }, 'after_sales')).toBe(afterSales)
  expect(worksIn({ roles: [role] }, 'sales')).toBe(sales)
})
