import { expect, it } from 'vitest'
import type { InterventionRow } from '../../shared/api/types'
import { searchRows } from './search'

const row = (id: string, reference: string, plate: string, customer_name = '') =>
  ({ id, reference, plate, customer_name, author: { id: 'u', name: 'Jörg Maß' } }) as InterventionRow

const rows = [row('a', 'RO 4711', 'B-FX 2026', 'Élodie Keller'), row('b', 'RO 4712', 'M AB 12')]
const more = new Map([['a', 'WVWZZZ1KZ6W000001 Élodie Keller +49 170 123-4567']])
const found = (query: string) => searchRows(rows, query, more).map(({ id }) => id)

it.each([
  ['4711', ['a']],
  ['elodie ro', ['a']],
  ['bfx2026', ['a']],
  ['b fx 20', ['a']],
  ['m-ab 12', ['b']],
  ['wvwzzz1kz6w', ['a']],
  ['0170 1234567', ['a']],
  ['+49170/123 45', ['a']],
  ['0049 170 1234567', ['a']],
  ['jorg', ['a', 'b']],
  ['keller 4712', []],
  ['', ['a', 'b']],
])('%s', (query, ids) => expect(found(query)).toEqual(ids))
