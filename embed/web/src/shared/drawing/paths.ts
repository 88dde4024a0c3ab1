import { FULL, type Place, type Shape } from './shapes'

/*
 * The lines of shapes as they are shown here. The box draws the same ones into the photo
 * (app/media/strokes.go): who changes one changes both.
 */

const ARROW_HEAD = 5
const ARROW_SHARE = 0.5
const ARROW_ANGLE = Math.PI / 6

export interface Size {
  width: number
  height: number
}

/** The width of a shape's line on a photo of a size, in pixels. */
export function strokeOf(shape: Shape, size: Size): number {
  return (shape.width * Math.max(size.width, size.height)) / FULL
}

/** The middle line of a shape on a photo of a size, as data of an SVG path. */
export function pathOf(shape: Shape, size: Size): string {
  const places = placesOf(shape, size)
  const [a, b] = places
  if (!a || !b) return ''
  switch (shape.tool) {
    case 'rectangle':
      return `M${at(a)} H${short(b.x)} V${short(b.y)} H${short(a.x)} Z`
    case 'ellipse':
      return ellipse(a, b)
    case 'arrow':
      return arrow(a, b, strokeOf(shape, size))
    case 'pencil':
      return smooth(places)
  }
}

function placesOf({ points }: Shape, { width, height }: Size): Place[] {
  const places: Place[] = []
  for (let i = 0; i + 1 < points.length; i += 2) {
    places.push({ x: ((points[i] ?? 0) * width) / FULL, y: ((points[i + 1] ?? 0) * height) / FULL })
  }
  return places
}

function ellipse(a: Place, b: Place): string {
  const [rx, ry] = [Math.abs(b.x - a.x) / 2, Math.abs(b.y - a.y) / 2]
  const [left, middle] = [Math.min(a.x, b.x), (a.y + b.y) / 2]
  // Without a width or a height an arc is nothing at all, and the box draws a line.
  if (rx === 0 || ry === 0) return `M${at(a)} L${at(b)}`
  const arc = `A${short(rx)} ${short(ry)} 0 0 1`
  return `M${at({ x: left, y: middle })} ${arc} ${at({ x: left + 2 * rx, y: middle })} ${arc} ${at({ x: left, y: middle })} Z`
}

function arrow(end: Place, tip: Place, width: number): string {
  const head = Math.min(ARROW_HEAD * width, ARROW_SHARE * Math.hypot(tip.x - end.x, tip.y - end.y))
  const back = Math.atan2(end.y - tip.y, end.x - tip.x)
  const side = (angle: number) =>
    at({ x: tip.x + head * Math.cos(back + angle), y: tip.y + head * Math.sin(back + angle) })
  return `M${at(end)} L${at(tip)} M${side(-ARROW_ANGLE)} L${at(tip)} L${side(ARROW_ANGLE)}`
}

/** Rounds the corners of a line: it goes through the middle between each two places. */
function smooth(places: Place[]): string {
  const [first, ...rest] = places
  if (!first) return ''
  const last = rest.at(-1) ?? first
  const bends = rest.slice(0, -1).map((bend, index) => {
    const before = places[index] ?? bend
    const after = places[index + 2] ?? bend
    return `L${at(middleOf(before, bend))} Q${at(bend)} ${at(middleOf(bend, after))}`
  })
  return [`M${at(first)}`, ...bends, `L${at(last)}`].join(' ')
}

function middleOf(a: Place, b: Place): Place {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }
}

function at({ x, y }: Place): string {
  return `${short(x)} ${short(y)}`
}

function short(value: number): string {
  return String(Math.round(value * 100) / 100)
}
