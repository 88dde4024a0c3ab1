// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { ChecklistCategory } from '../../../../shared/api/types'
import { categoryName } from './categories'

const line = (id: string) => ({ id, label: id, default_urgency: null, measure: null, unit_price: null })
const list = (brakes: string, tyres: string): ChecklistCategory[] => [
  { id: 'm.brakes', name: brakes, lines: [line('m.brakes.pads')] },
  { id: 'm.tyres', name: tyres, lines: [line('m.tyres.front')] },
]
const mine = list('Brakes', 'Tyres')
const german = list('Bremsen', 'Reifen')

describe('the category of a work', () => {
  it.each<[string, string, string | null, string]>([
    [
      'of a line is where the checklist has it, in the reader’s language',
      'Bremsen',
      'm.brakes.pads',
      'Brakes',
    ],
    ['of a work of one’s own is known by its name', 'Reifen', null, 'Tyres'],
    ['in the reader’s language stays', 'Tyres', null, 'Tyres'],
    ['of a line that no list has stays as it was written', 'Klima', 'old.climate', 'Klima'],
    ['may be none', '', null, ''],
  ])('%s', (_, category, checklist_line, shown) => {
    expect(categoryName({ category, checklist_line }, mine, german)).toBe(shown)
  })
})
