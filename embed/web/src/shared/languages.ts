export const fallbackLanguage = 'en'

/** The first of the wanted languages that is there. */
export function matchAmong(there: ReadonlySet<string>, wanted: readonly string[]): string {
  const bases = wanted.map(tag => tag.toLowerCase().split('-')[0] ?? '')
  return bases.find(base => there.has(base)) ?? fallbackLanguage
}
