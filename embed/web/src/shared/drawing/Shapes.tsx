import { pathOf, type Size, strokeOf } from './paths'
import type { Shape } from './shapes'

/** Shapes inside an SVG whose view box is the photo. */
export function Shapes({ shapes, size }: { shapes: readonly Shape[]; size: Size }) {
  return shapes.map((shape, index) => (
    <path
      // biome-ignore lint/suspicious/noArrayIndexKey: a shape is its place in the drawing
      key={index}
      d={pathOf(shape, size)}
      stroke={shape.color}
      strokeWidth={strokeOf(shape, size)}
      strokeLinecap="round"
      strokeLinejoin="round"
      fill="none"
    />
  ))
}
