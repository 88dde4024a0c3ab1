import { expect, it } from 'vitest'
import { loudness } from './SoundLevel'

it.each([
  ['silence', 0, 0],
  ['a whisper', 0.003, 0.16],
  ['speech', 0.05, 0.57],
  ['full scale', 1, 1],
])('%s', (_, amplitude, level) => {
  expect(loudness(new Float32Array(512).fill(amplitude))).toBeCloseTo(level, 1)
})
