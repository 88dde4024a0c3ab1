import { expect, it } from 'vitest'
import type { Measure } from '../../shared/api/types'
import { sampleMeasures } from '../../shared/testing/measures'
import { isComplete, type PadKey, press, tenthsOf, textOf, typed } from './keypad'

const of = (kind: Measure['kind']) => sampleMeasures.find(measure => measure.kind === kind) as Measure
const tread = of('tread_depth')
const battery = of('battery_health')
const frost = of('coolant_frost')

const keys = (measure: Measure, ...pressed: PadKey[]) =>
  pressed.reduce((text, key) => press(text, key, measure), '')

it.each([
  [tread, ['3', 'decimal', '2'], '3.2', 32],
  [tread, ['8'], '8', 80],
  [tread, ['8', 'decimal'], '8.', 80],
  [tread, ['decimal', '8'], '0.8', 8],
  [tread, ['0', '5'], '5', 50],
  [tread, ['3', 'decimal', '2', '5', 'decimal'], '3.2', 32],
  [tread, ['3', 'decimal', '2', 'erase', 'erase', '0'], '30', null],
  [tread, ['1', '2', '3'], '12', 120],
  [battery, ['6', '8', 'decimal'], '68', 680],
  [battery, ['1', '0', '0'], '100', 1000],
  [battery, ['9', '9', '9'], '999', null],
  [frost, ['3', '5'], '35', -350],
  [frost, ['0'], '0', 0],
  [frost, ['9', '9'], '99', null],
  [tread, ['erase'], '', null],
] as [Measure, PadKey[], string, number | null][])('%#', (measure, pressed, text, tenths) => {
  expect(keys(measure, ...pressed)).toBe(text)
  expect(tenthsOf(text, measure)).toBe(tenths)
  expect(Object.is(tenthsOf(text, measure), -0)).toBe(false)
})

it('a value reads as it was typed', () => {
  for (const tenths of [0, 8, 30, 32, 120]) expect(tenthsOf(textOf(tenths), tread)).toBe(tenths)
  expect(textOf(-350)).toBe('35')
  expect(tenthsOf(textOf(-350), frost)).toBe(-350)
  expect(textOf(null)).toBe('')
})

it('what is typed or pasted whole is read the same way', () => {
  expect(typed('3,2 mm', tread)).toBe('3.2')
  expect(typed('-35 °C', frost)).toBe('35')
  expect(typed('mm', tread)).toBe('')
})

it('the hand goes on once nothing can follow', () => {
  expect(isComplete('3.2', tread)).toBe(true)
  expect(isComplete('3.', tread)).toBe(false)
  expect(isComplete('12', tread)).toBe(false)
  expect(isComplete('68', battery)).toBe(false)
})
