import { pathOf, strokeOf } from './paths'
import type { Shape } from './shapes'

/** Draws shapes into a canvas that holds the photo. */
export function drawShapes(canvas: HTMLCanvasElement, shapes: readonly Shape[]): void {
  const pen = canvas.getContext('2d')
  if (!pen) return
  pen.lineCap = 'round'
  pen.lineJoin = 'round'
  for (const shape of shapes) {
    pen.strokeStyle = shape.color
    pen.lineWidth = strokeOf(shape, canvas)
    pen.stroke(new Path2D(pathOf(shape, canvas)))
  }
}
