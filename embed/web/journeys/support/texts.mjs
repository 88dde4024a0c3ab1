import { readFileSync } from 'node:fs'

const parts = ['common', 'office', 'phone', 'customer', 'problem', 'mail', 'trust']
const folder = new URL('../../../locales/', import.meta.url)

/**
 * The catalogue of one language, read as the apps read it: journeys name a text by its key and look for the words
 * that a person sees. A key that does not exist stops the journey.
 */
export function texts(language) {
  const catalogue = Object.assign(
    {},
    ...parts.map(part => JSON.parse(readFileSync(new URL(`${language}/${part}.json`, folder), 'utf8'))),
  )
  return (key, values = {}) => {
    let found = key.split('.').reduce((node, segment) => node?.[segment], catalogue)
    if (found?.other) found = found[new Intl.PluralRules(language).select(values.count)] ?? found.other
    if (typeof found !== 'string') throw new Error(`no text ${key} in ${language}`)
    return found.replace(/\{\{\.(\w+)\}\}/g, (whole, name) => String(values[name] ?? whole))
  }
}

/** A pattern for a text that begins with these words. */
export function beginsWith(words) {
  return new RegExp(`^${words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`)
}

/** Keys that a page shows where words should stand. */
export function rawKeys(shown) {
  return [
    ...new Set(
      shown.match(/\b(?:office|phone|common|problem|customer|mail|media)\.[a-z_]+\.[a-z_.]+\b/g) ?? [],
    ),
  ]
}
