import { expect, it } from 'vitest'
import { standingOf } from './modules'

it.each([
  ['uc_stock', 'pending', 'ready'],
  ['uc_stock', 'closed', 'closed'],
  ['direct_message', 'pending', 'pending'],
  ['mechanics', 'pending', 'pending'],
] as const)('%s that is %s is told as %s', (module, status, standing) => {
  expect(standingOf({ module, status })).toBe(standing)
})
