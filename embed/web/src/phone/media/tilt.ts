/** Within this it is called level (degrees). */
const LEVEL_WITHIN = 1.5
/** A phone that lies nearly flat has no horizon in its picture. */
const LEAST_UPRIGHT = 0.35

const radians = (degrees: number) => (degrees * Math.PI) / 180

/**
 * How far the picture's horizon is turned against the screen's nearest edge (degrees, clockwise); null where the
 * phone says nothing or lies flat. Beta and gamma are those of a deviceorientation event.
 */
export function tiltOf(beta: number | null, gamma: number | null): number | null {
  if (beta === null || gamma === null) return null
  const right = -Math.cos(radians(beta)) * Math.sin(radians(gamma))
  const up = Math.sin(radians(beta))
  if (Math.hypot(right, up) < LEAST_UPRIGHT) return null
  const roll = (Math.atan2(right, up) * 180) / Math.PI
  return roll - Math.round(roll / 90) * 90
}

export const isLevel = (tilt: number) => Math.abs(tilt) <= LEVEL_WITHIN
