// @vitest-environment node
import { expect, it } from 'vitest'
import { moved } from './order'

const items = ['a', 'b', 'c'].map(id => ({ id }))

it.each<[string, number, string]>([
  ['a', 2, 'bca'],
  ['c', 0, 'cab'],
  ['b', 1, 'abc'],
  ['a', 9, 'bca'],
  ['c', -3, 'cab'],
  ['x', 0, 'abc'],
])('%s to %i', (id, to, order) => {
  expect(
    moved(items, id, to)
      .map(item => item.id)
      .join(''),
  ).toBe(order)
})
