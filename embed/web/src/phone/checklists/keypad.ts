import type { Measure } from '../../shared/api/types'
import { isPossible } from '../../shared/measures'

/** The keys below the fields. What they write is held with a point, whatever the language shows. */
export type PadKey = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' | 'decimal' | 'erase'

/** What a key makes of the text of a field; a key that has nothing to say there changes nothing. */
export function press(text: string, key: PadKey, measure: Measure): string {
  const [whole = '', fraction] = text.split('.')
  switch (key) {
    case 'erase':
      return text.slice(0, -1)
    case 'decimal':
      return measure.decimals > 0 && fraction === undefined ? `${whole || '0'}.` : text
    default:
      if (fraction !== undefined) return fraction.length < measure.decimals ? text + key : text
      if (whole === '0') return key
      return whole.length < wholeDigits(measure) ? text + key : text
  }
}

/** The same for a text that was typed or pasted whole. */
export function typed(raw: string, measure: Measure): string {
  let text = ''
  for (const letter of raw) {
    if (letter === '.' || letter === ',') text = press(text, 'decimal', measure)
    else if (letter >= '0' && letter <= '9') text = press(text, letter as PadKey, measure)
  }
  return text
}

/** Nothing can follow: the next field is meant by the next key. */
export function isComplete(text: string, measure: Measure): boolean {
  return measure.decimals > 0 && (text.split('.')[1]?.length ?? 0) === measure.decimals
}

/** The value that a text means, null for none or for one that cannot be. Frost is always below zero. */
export function tenthsOf(text: string, measure: Measure): number | null {
  if (text === '') return null
  const tenths = Math.round(Number(text) * 10) * (isBelowZero(measure) ? -1 : 1) + 0
  return isPossible(measure, tenths) ? tenths : null
}

export function textOf(tenths: number | null): string {
  return tenths === null ? '' : String(Math.abs(tenths) / 10)
}

/** Every value of the measure is below zero, so that nobody has to type the sign. */
export function isBelowZero(measure: Measure): boolean {
  return measure.most <= 0
}

function wholeDigits({ least, most }: Measure): number {
  return String(Math.trunc(Math.max(-least, most) / 10)).length
}
