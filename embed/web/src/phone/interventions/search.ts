import type { InterventionRow } from '../../shared/api/types'

/**
 * Rows in which every word typed occurs, whatever case and accents; plates, VINs and phone numbers whatever blanks
 * and dashes. More is what is known of a row beside what it shows.
 */
export function searchRows(
  rows: InterventionRow[],
  query: string,
  more: ReadonlyMap<string, string> = new Map(),
): InterventionRow[] {
  const words = fold(query).split(/\s+/).filter(Boolean)
  const whole = dialled(tight(query))
  return rows.filter(row => {
    const shown = [row.reference, row.plate, row.customer_name, row.author?.name ?? '']
    const text = fold([...shown, more.get(row.id) ?? ''].join(' '))
    const close = tight(text)
    if (whole.length > 3 && close.includes(whole)) return true
    return words.every(word => text.includes(word) || (tight(word) !== '' && close.includes(tight(word))))
  })
}

/** Text as it is compared: without accents and in one case. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
}

/** Folded text without what people write between the letters and digits of a plate or a number. */
export function tight(text: string): string {
  return fold(text).replace(/[\s\-·./()+]/g, '')
}

/** A phone number without the zeros that stand before it at home or abroad: it may be kept the other way. */
function dialled(text: string): string {
  return /^0\d{5,}$/.test(text) ? text.replace(/^0+/, '') : text
}
