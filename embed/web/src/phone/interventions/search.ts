import type { InterventionRow } from '../../shared/api/types'

/** Rows in which every word typed occurs, whatever case, accents, and the dashes of a plate. */
export function searchRows(rows: InterventionRow[], query: string): InterventionRow[] {
  const words = fold(query).split(/\s+/).filter(Boolean)
  return rows.filter(row => {
    const text = fold([row.reference, row.plate, row.customer_name, row.author?.name ?? ''].join(' '))
    const tight = text.replace(/[\s-]/g, '')
    return words.every(word => text.includes(word) || tight.includes(word.replace(/-/g, '')))
  })
}

/** Text as it is compared: without accents and in one case. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
}
