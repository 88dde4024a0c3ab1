import { expect, it } from 'vitest'
import type { InterventionRow } from '../../shared/api/types'
import { matches, matching } from './matches'

const row = (reference: string, plate: string, created_at: string) =>
  ({ id: reference, reference, plate, created_at }) as InterventionRow

it('knows a reference and a plate whatever case, accents, blanks and dashes', () => {
  const known = { reference: 'Façade-12', plate: 'B-FX 2026' }
  for (const text of ['facade 12', 'FAÇADE12', 'bfx2026', 'B·FX 2026'])
    expect(matches(known, text)).toBe(true)
  for (const text of ['facade 1', 'FX 2026', '', ' - ']) expect(matches(known, text)).toBe(false)
  expect(matches({ reference: 'A', plate: '' }, '-')).toBe(false)
})

it('takes the newest three, and what a search for a VIN has brought', () => {
  const rows = ['1', '2', '3', '4'].map(n => row(n, 'B FX 1', `2026-11-0${n}T00:00:00Z`))
  expect(matching(rows, 'b-fx-1').map(({ id }) => id)).toEqual(['4', '3', '2'])
  const vin = 'WVWZZZ1KZ6W000001'
  expect(matching(rows, vin)).toEqual([])
  expect(matching(rows, vin, true)).toHaveLength(3)
})
