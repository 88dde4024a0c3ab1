import type { Media } from '../api/types'

/** A line on a photo, as the box keeps it. */
export type Shape = Media['drawing'][number]

export type Tool = Shape['tool']

/** Width and height of every photo in the coordinates of a drawing. */
export const FULL = 10_000

/** What the box takes of one drawing. */
export const MOST_SHAPES = 200
export const MOST_POINTS = 10_000
const MOST_LINE_POINTS = 2_000

/** In the order in which they are offered: an arrow says "here" best. */
export const tools = ['arrow', 'ellipse', 'rectangle', 'pencil'] as const satisfies readonly Tool[]
export const colours = {
  red: '#e3342f',
  yellow: '#ffd60a',
  green: '#1fae54',
  blue: '#1769ff',
  white: '#ffffff',
  black: '#111111',
} as const
export type Colour = keyof typeof colours
export const widths = { thin: 50, medium: 100, thick: 200 } as const
export type Width = keyof typeof widths

export interface Pen {
  tool: Tool
  colour: Colour
  width: Width
}

export const firstPen: Pen = { tool: 'arrow', colour: 'red', width: 'medium' }

/** A place on the photo, 0 to FULL from left to right and from top to bottom. */
export interface Place {
  x: number
  y: number
}

/** A place of whole numbers that lies on the photo. */
export function onPhoto({ x, y }: Place): Place {
  return { x: clamped(x), y: clamped(y) }
}

function clamped(value: number): number {
  return Math.round(Math.min(Math.max(value, 0), FULL))
}

export function beginShape(pen: Pen, at: Place): Shape {
  const { x, y } = onPhoto(at)
  return { tool: pen.tool, color: colours[pen.colour], width: widths[pen.width], points: [x, y, x, y] }
}

/** The shape as it is when the pen has come to a place. */
export function drawTo(shape: Shape, at: Place): Shape {
  const { x, y } = onPhoto(at)
  const { points } = shape
  if (shape.tool !== 'pencil') return { ...shape, points: [points[0] ?? x, points[1] ?? y, x, y] }
  if (points.at(-2) === x && points.at(-1) === y) return shape
  // A hand that never lifts: the line goes on from its last place.
  const kept = points.length >= 2 * MOST_LINE_POINTS ? points.slice(0, -2) : points
  return { ...shape, points: [...kept, x, y] }
}

/** How far two corners must lie apart to be meant. */
const SMALLEST = 60
/** How far a line may leave the one that was drawn. */
const TOLERANCE = 8

/** The shape as it is kept; null for a touch that drew nothing. A touch of the pencil is a dot. */
export function endShape(shape: Shape): Shape | null {
  if (shape.tool === 'pencil') return { ...shape, points: simplified(shape.points) }
  const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = shape.points
  return Math.hypot(x2 - x1, y2 - y1) < SMALLEST ? null : shape
}

/** A line with fewer points that looks the same (Douglas and Peucker). */
export function simplified(points: number[], tolerance = TOLERANCE): number[] {
  const count = points.length / 2
  const keep = new Set([0, count - 1])
  const open: [number, number][] = [[0, count - 1]]
  for (let span = open.pop(); span; span = open.pop()) {
    const [from, to] = span
    const far = farthest(points, from, to)
    if (far.distance <= tolerance) continue
    keep.add(far.index)
    open.push([from, far.index], [far.index, to])
  }
  return points.filter((_, index) => keep.has(index >> 1))
}

function farthest(points: number[], from: number, to: number): { index: number; distance: number } {
  const at = (index: number): Place => ({ x: points[2 * index] ?? 0, y: points[2 * index + 1] ?? 0 })
  const [a, b] = [at(from), at(to)]
  const length = Math.hypot(b.x - a.x, b.y - a.y)
  let found = { index: from, distance: 0 }
  for (let index = from + 1; index < to; index++) {
    const p = at(index)
    const across = Math.abs((b.x - a.x) * (a.y - p.y) - (a.x - p.x) * (b.y - a.y)) / (length || 1)
    const distance = length === 0 ? Math.hypot(p.x - a.x, p.y - a.y) : across
    if (distance > found.distance) found = { index, distance }
  }
  return found
}

/** Whether the box takes the drawing with one more shape. */
export function fits(shapes: Shape[], shape: Shape): boolean {
  const points = [...shapes, shape].reduce((sum, { points }) => sum + points.length / 2, 0)
  return shapes.length < MOST_SHAPES && points <= MOST_POINTS
}

export function sameDrawing(a: readonly Shape[], b: readonly Shape[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
