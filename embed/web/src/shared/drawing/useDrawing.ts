import { type KeyboardEvent, type PointerEvent, useReducer, useRef, useState } from 'react'
import {
  beginShape,
  drawTo,
  endShape,
  FULL,
  firstPen,
  fits,
  onPhoto,
  type Pen,
  type Place,
  type Shape,
} from './shapes'
import { firstStep, step } from './steps'

/** A step of the cross by the keyboard, and one with Shift. */
const STEP = 100
const LARGE_STEP = 800

const ways: Record<string, Place> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
}

/** What is drawn, the shape that is being drawn, and the hands that draw: finger, mouse, pen, keyboard. */
export function useDrawing(initial: Shape[]) {
  const [pen, setPen] = useState<Pen>(firstPen)
  const [steps, take] = useReducer(step, initial, firstStep)
  const [begun, setBegun] = useState<Shape | null>(null)
  const [cross, setCross] = useState<Place | null>(null)
  const [full, setFull] = useState(false)
  const hand = useRef<number | null>(null)

  const finish = (shape: Shape | null) => {
    setBegun(null)
    const done = shape && endShape(shape)
    if (!done) return
    const room = fits(steps.shapes, done)
    setFull(!room)
    if (room) take({ do: [...steps.shapes, done] })
  }
  const drop = () => {
    hand.current = null
    setBegun(null)
  }
  const pointer = {
    onPointerDown: (event: PointerEvent<SVGSVGElement>) => {
      if (hand.current !== null || event.button !== 0) return
      hand.current = event.pointerId
      event.currentTarget.setPointerCapture(event.pointerId)
      setCross(null)
      setBegun(beginShape(pen, placeOf(event.currentTarget, event)))
    },
    onPointerMove: (event: PointerEvent<SVGSVGElement>) => {
      if (hand.current !== event.pointerId || !begun) return
      const surface = event.currentTarget
      const all = event.nativeEvent.getCoalescedEvents?.() ?? []
      const places = (all.length > 0 ? all : [event]).map(one => placeOf(surface, one))
      setBegun(now => now && places.reduce(drawTo, now))
    },
    onPointerUp: (event: PointerEvent<SVGSVGElement>) => {
      if (hand.current !== event.pointerId) return
      hand.current = null
      finish(begun && drawTo(begun, placeOf(event.currentTarget, event)))
    },
    onPointerCancel: drop,
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const way = ways[event.key]
    const at = cross ?? { x: FULL / 2, y: FULL / 2 }
    if (way) {
      const by = event.shiftKey ? LARGE_STEP : STEP
      const next = onPhoto({ x: at.x + way.x * by, y: at.y + way.y * by })
      setCross(next)
      setBegun(now => now && drawTo(now, next))
    } else if (event.key === 'Enter' || event.key === ' ') {
      setCross(at)
      if (begun) finish(drawTo(begun, at))
      else setBegun(beginShape(pen, at))
    } else if (event.key === 'Escape' && begun) drop()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return { pen, setPen, steps, take, begun, cross, full, surface: { ...pointer, onKeyDown } }
}

/** Where on the photo a pointer is. The view box of the surface is the photo. */
function placeOf(surface: SVGSVGElement, { clientX, clientY }: { clientX: number; clientY: number }): Place {
  const matrix = surface.getScreenCTM()
  const { width, height } = surface.viewBox.baseVal
  if (!matrix) return { x: 0, y: 0 }
  const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(matrix.inverse())
  return onPhoto({ x: (x / width) * FULL, y: (y / height) * FULL })
}
