import type { Shape } from './shapes'

/** A drawing with the way back and forth. */
export interface Steps {
  past: Shape[][]
  shapes: Shape[]
  future: Shape[][]
}

export type Step = { do: Shape[] } | 'undo' | 'redo'

export function firstStep(shapes: Shape[]): Steps {
  return { past: [], shapes, future: [] }
}

/** The drawing after a step; what was taken back is forgotten once something new is drawn. */
export function step(steps: Steps, taken: Step): Steps {
  const { past, shapes, future } = steps
  if (typeof taken === 'object') return { past: [...past, shapes], shapes: taken.do, future: [] }
  const [from, to] = taken === 'undo' ? [past, future] : [future, past]
  const next = from.at(-1)
  if (!next) return steps
  const [left, right] = [from.slice(0, -1), [...to, shapes]]
  return taken === 'undo'
    ? { past: left, shapes: next, future: right }
    : { past: right, shapes: next, future: left }
}
