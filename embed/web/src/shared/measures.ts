import type { Finding, Measure, MeasuredValue, MeasurePlace, Urgency } from './api/types'
import { formatNumber } from './format'
import type { Translate } from './i18n'

/*
 * The box finds what measured values mean and has the last word; this is the same rule, so that the urgency follows
 * while one types. Values are in tenths of their unit.
 */

/** The value that decides what all of them mean: the worst. Without values there is none. */
export function worstOf(
  measure: Measure,
  values: readonly MeasuredValue[],
): { tenths: number; finding: Finding } | null {
  if (values.length === 0) return null
  const { worse, advised, urgent } = measure.limits
  const all = values.map(({ tenths }) => tenths)
  const tenths = worse === 'above' ? Math.max(...all) : Math.min(...all)
  const beyond = (limit: number) => (worse === 'above' ? tenths > limit : tenths < limit)
  return { tenths, finding: beyond(urgent) ? 'urgent' : beyond(advised) ? 'advised' : 'ok' }
}

/** What the values mean. Without values there is no finding. */
export function findingOf(measure: Measure, values: readonly MeasuredValue[]): Finding | null {
  return worstOf(measure, values)?.finding ?? null
}

/** Whether a value can be: nothing is thinner than nothing. */
export function isPossible(measure: Measure, tenths: number): boolean {
  return Number.isInteger(tenths) && tenths >= measure.least && tenths <= measure.most
}

export function valueAt(values: readonly MeasuredValue[], place: string): number | null {
  return values.find(value => value.place === place)?.tenths ?? null
}

/** The values with another one at a place, null for none, in the order of the measure's places. */
export function withValue(
  measure: Measure,
  values: readonly MeasuredValue[],
  place: string,
  tenths: number | null,
): MeasuredValue[] {
  return measure.places.flatMap(({ place: at }) => {
    const value = at === place ? tenths : valueAt(values, at)
    return value === null ? [] : [{ place: at, tenths: value }]
  })
}

interface MeasuredWork {
  urgency: Urgency
  values: MeasuredValue[]
}

/** Whether a person gave another urgency than the values would. */
export function isOverruled(measure: Measure, work: MeasuredWork): boolean {
  const finding = findingOf(measure, work.values)
  return finding !== null && finding !== work.urgency
}

/** New values of a work: its urgency follows them, unless a person has overruled the old ones. */
export function measured(measure: Measure, work: MeasuredWork, values: MeasuredValue[]): MeasuredWork {
  const finding = findingOf(measure, values)
  const keeps = finding === null || work.urgency === 'offered' || isOverruled(measure, work)
  return { values, urgency: keeps ? work.urgency : finding }
}

/** 32 tenths of a millimetre are "3.2 mm". */
export function formatValue(t: Translate, language: string, measure: Measure, tenths: number): string {
  return t(`common.measure.unit.${measure.unit}`, { value: formatNumber(language, tenths / 10, 1) })
}

/** What a place is called where its measure is known; empty for the only place of one. */
export function placeName(t: Translate, { side, spot }: MeasurePlace): string {
  const names = [side && t(`common.measure.side.${side}`), spot && t(`common.measure.spot.${spot}`)]
  return names.filter(Boolean).join(', ')
}

/** The places of a measure, those of one side together. */
export function bySide(measure: Measure): { side: MeasurePlace['side']; places: MeasurePlace[] }[] {
  const sides = [...new Set(measure.places.map(({ side }) => side))]
  return sides.map(side => ({ side, places: measure.places.filter(place => place.side === side) }))
}

/** The values in words, those of one side in one line, as the customer reads them. */
export function describe(
  t: Translate,
  language: string,
  measure: Measure,
  values: readonly MeasuredValue[],
): { name: string; values: string }[] {
  const kind = t(`common.measure.kind.${measure.kind}`)
  return bySide(measure).flatMap(({ side, places }) => {
    const texts = places.flatMap(({ place, spot }) => {
      const tenths = valueAt(values, place)
      if (tenths === null) return []
      const value = formatValue(t, language, measure, tenths)
      return spot ? t('common.measure.at_spot', { spot: t(`common.measure.spot.${spot}`), value }) : value
    })
    if (texts.length === 0) return []
    const name = side
      ? t('common.measure.on_side', { measure: kind, side: t(`common.measure.side.${side}`) })
      : kind
    return { name, values: texts.join(' · ') }
  })
}
