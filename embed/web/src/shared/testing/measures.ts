import type { Measure, MeasurePlace } from '../api/types'

const once: MeasurePlace[] = [{ place: 'single', side: '', spot: '' }]
const sides = ['left', 'right'] as const
const spots = ['inner', 'middle', 'outer'] as const

/** The measures as the box answers them. */
export const sampleMeasures: Measure[] = [
  {
    kind: 'tread_depth',
    unit: 'mm',
    decimals: 1,
    places: sides.flatMap(side => spots.map(spot => ({ place: `${side}_${spot}`, side, spot }))),
    least: 0,
    most: 250,
    limits: { worse: 'below', advised: 40, urgent: 16 },
  },
  {
    kind: 'brake_pad',
    unit: 'mm',
    decimals: 1,
    places: sides.map(side => ({ place: side, side, spot: '' })),
    least: 0,
    most: 300,
    limits: { worse: 'below', advised: 50, urgent: 30 },
  },
  {
    kind: 'battery_health',
    unit: 'percent',
    decimals: 0,
    places: once,
    least: 0,
    most: 1000,
    limits: { worse: 'below', advised: 750, urgent: 600 },
  },
  {
    kind: 'brake_fluid_water',
    unit: 'percent',
    decimals: 1,
    places: once,
    least: 0,
    most: 100,
    limits: { worse: 'above', advised: 20, urgent: 30 },
  },
  {
    kind: 'coolant_frost',
    unit: 'celsius',
    decimals: 0,
    places: once,
    least: -600,
    most: 0,
    limits: { worse: 'above', advised: -250, urgent: -150 },
  },
]
