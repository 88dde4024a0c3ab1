import i18next, { type i18n as I18n } from 'i18next'
import { initReactI18next, useTranslation } from 'react-i18next'
import type common from '../../../locales/en/common.json'
import type office from '../../../locales/en/office.json'
import type phone from '../../../locales/en/phone.json'
import { fallbackLanguage, matchAmong } from './languages'

/** The keys of a catalogue, written with dots; a plural counts as one key. */
type Leaf<T, P extends string = ''> = {
  [K in keyof T & string]: T[K] extends string | { other: string } ? `${P}${K}` : Leaf<T[K], `${P}${K}.`>
}[keyof T & string]

export type Key = Leaf<typeof common> | Leaf<typeof office> | Leaf<typeof phone>
export type Values = Record<string, string | number>

/** Translates a key that the catalogue is known to hold. */
export type Translate = (key: Key, values?: Values) => string

export type Part = 'common' | 'office' | 'phone' | 'problem' | 'media' | 'mail'
type Catalogue = Record<string, unknown>

const files = import.meta.glob<Catalogue>(
  '../../../locales/*/{common,office,phone,problem,media,mail}.json',
  {
    import: 'default',
  },
)
const pathOf = (language: string, part: Part) => `../../../locales/${language}/${part}.json`

/** The languages that have a catalogue, in alphabetical order. */
export const languages: readonly string[] = [
  ...new Set(Object.keys(files).map(path => path.split('/').at(-2) ?? '')),
].sort()

/** The language's own name for itself, as a person looks for it in a list. */
export function languageName(language: string): string {
  const name = new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1)
}

/** The first of the wanted languages that has a catalogue. */
export function matchLanguage(wanted: readonly string[]): string {
  return matchAmong(new Set(languages), wanted)
}

let loadedParts: readonly Part[] = []

async function load(language: string) {
  const loads = loadedParts.map(async part => {
    const file = files[pathOf(language, part)]
    if (!file || i18next.getResource(language, 'translation', part)) return
    i18next.addResourceBundle(language, 'translation', await file(), true, true)
  })
  await Promise.all(loads)
}

/** Prepares i18next with the named parts of the catalogue and the first language. */
export async function setupI18n(parts: readonly Part[], language: string): Promise<I18n> {
  loadedParts = parts
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: fallbackLanguage,
    resources: {},
    keySeparator: '.',
    pluralSeparator: '.',
    nsSeparator: false,
    interpolation: { prefix: '{{.', suffix: '}}', escapeValue: false },
    react: { useSuspense: false },
  })
  await setLanguage(language)
  return i18next
}

/** Switches the language once its catalogue is here, so that no bare key is ever shown. */
export async function setLanguage(language: string): Promise<void> {
  const next = languages.includes(language) ? language : fallbackLanguage
  await load(next)
  await i18next.changeLanguage(next)
  document.documentElement.lang = next
}

export const translate: Translate = (key, values) => i18next.t(key, values)

/** For keys made from what the server sends: the text if the catalogue has one, else the fallback. */
export function translateOr(key: string, fallback: string, values?: Values): string {
  return i18next.exists(key) ? i18next.t(key, values) : fallback
}

export function useT(): { t: Translate; language: string } {
  const { t, i18n } = useTranslation()
  return { t: t as unknown as Translate, language: i18n.language }
}
