import { expect, test } from 'vitest'
import { pathOf, strokeOf } from './paths'
import {
  beginShape,
  drawTo,
  endShape,
  FULL,
  firstPen,
  fits,
  MOST_POINTS,
  MOST_SHAPES,
  type Shape,
  sameDrawing,
  simplified,
} from './shapes'
import { firstStep, step } from './steps'

const size = { width: 400, height: 200 }
const shape = (tool: Shape['tool'], ...points: number[]): Shape => ({
  tool,
  color: '#e3342f',
  width: 100,
  points,
})

test('a shape follows the hand, stays on the photo, and is kept', () => {
  const begun = beginShape({ ...firstPen, tool: 'rectangle' }, { x: -40, y: 1000.4 })
  const drawn = drawTo(drawTo(begun, { x: 3000, y: 3000 }), { x: FULL + 500, y: 5000 })
  expect(endShape(drawn)).toMatchObject({ tool: 'rectangle', points: [0, 1000, FULL, 5000] })
})

test('a touch draws a dot with the pencil and nothing with the other tools', () => {
  for (const tool of ['rectangle', 'ellipse', 'arrow'] as const) {
    expect(endShape(beginShape({ ...firstPen, tool }, { x: 500, y: 500 }))).toBeNull()
  }
  const dot = endShape(beginShape({ ...firstPen, tool: 'pencil' }, { x: 500, y: 500 }))
  expect(dot?.points).toEqual([500, 500, 500, 500])
})

test('a line keeps its corners and loses what nobody sees', () => {
  const straight = Array.from({ length: 50 }, (_, index) => [index * 100, 2000 + (index % 2)]).flat()
  expect(simplified(straight)).toEqual([0, 2000, 4900, 2001])
  expect(simplified([0, 0, 1000, 0, 1000, 1000])).toEqual([0, 0, 1000, 0, 1000, 1000])
})

test('a hand that never lifts draws no more points than the box takes of a line', () => {
  let line = beginShape({ ...firstPen, tool: 'pencil' }, { x: 0, y: 0 })
  for (let i = 0; i < 5000; i++) line = drawTo(line, { x: i % FULL, y: (i * 37) % FULL })
  expect(line.points.length).toBeLessThanOrEqual(4000)
  expect(endShape(line)?.points.length).toBeGreaterThanOrEqual(4)
})

test('a drawing has as many shapes and points as the box takes', () => {
  const one = shape('arrow', 0, 0, 100, 100)
  const long = shape('pencil', ...new Array<number>(4000).fill(1))
  expect(fits(new Array(MOST_SHAPES - 1).fill(one), one)).toBe(true)
  expect(fits(new Array(MOST_SHAPES).fill(one), one)).toBe(false)
  expect(fits(new Array(MOST_POINTS / 2000 - 1).fill(long), long)).toBe(true)
  expect(fits(new Array(MOST_POINTS / 2000).fill(long), one)).toBe(false)
})

test('steps go back and forth, and something new ends the way forth', () => {
  const [a, b] = [[shape('arrow', 0, 0, 1, 1)], [shape('ellipse', 0, 0, 1, 1)]]
  let steps = step(step(firstStep([]), { do: a }), { do: b })
  steps = step(steps, 'undo')
  expect(steps.shapes).toBe(a)
  expect(step(steps, 'redo').shapes).toBe(b)
  steps = step(steps, { do: [] })
  expect(step(steps, 'redo')).toBe(steps)
  expect(step(step(step(steps, 'undo'), 'undo'), 'undo').shapes).toEqual([])
  expect(sameDrawing(a, structuredClone(a))).toBe(true)
})

test('lines are those that the box draws', () => {
  expect(strokeOf(shape('arrow', 0, 0, 1, 1), size)).toBe(4)
  expect(pathOf(shape('rectangle', 0, 0, 5000, 5000), size)).toBe('M0 0 H200 V100 H0 Z')
  expect(pathOf(shape('ellipse', 0, 0, 5000, 5000), size)).toBe(
    'M0 50 A100 50 0 0 1 200 50 A100 50 0 0 1 0 50 Z',
  )
  expect(pathOf(shape('ellipse', 0, 0, 5000, 0), size)).toBe('M0 0 L200 0')
  expect(pathOf(shape('arrow', 0, 5000, 5000, 5000), size)).toBe(
    'M0 100 L200 100 M182.68 110 L200 100 L182.68 90',
  )
  expect(pathOf(shape('pencil', 0, 0, 5000, 0, 5000, 10_000), size)).toBe(
    'M0 0 L100 0 Q200 0 200 100 L200 200',
  )
})
