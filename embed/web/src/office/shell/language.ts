import { matchLanguage, setLanguage } from '../../shared/i18n'

const key = 'fleetbox-language'

/** The language before anybody has signed in: the one used last on this computer, else the browser's. */
export function firstLanguage(): string {
  try {
    const kept = localStorage.getItem(key)
    return matchLanguage(kept ? [kept, ...navigator.languages] : navigator.languages)
  } catch {
    return matchLanguage(navigator.languages)
  }
}

export async function chooseLanguage(language: string): Promise<void> {
  await setLanguage(language)
  try {
    localStorage.setItem(key, language)
  } catch {
    // The user's own language comes with the session anyway.
  }
}
