import { expect, it } from 'vitest'
import { isLevel, tiltOf } from './tilt'

it.each([
  ['upright', 90, 0, 0],
  ['upright, leaning back', 60, 0, 0],
  ['sideways to the left', 0, -90, 0],
  ['sideways to the right', 0, 90, 0],
  ['sideways, ten degrees off', 10, -90, -10],
  ['sideways the other way, ten degrees off', 10, 90, 10],
])('%s', (_, beta, gamma, tilt) => {
  expect(tiltOf(beta, gamma)).toBeCloseTo(tilt, 5)
})

it.each([
  ['lying flat', 0, 0],
  ['nearly flat', 10, 5],
  ['without a sensor', null, null],
])('%s there is no horizon', (_, beta, gamma) => {
  expect(tiltOf(beta, gamma)).toBeNull()
})

it('is level within a hand’s tremble', () => {
  expect([0, 1.4, -1.4, 2].map(isLevel)).toEqual([true, true, true, false])
})
