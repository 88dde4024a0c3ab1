/**
 * Money, numbers and dates as people of a language write them. Money is in minor units; instants are shown in
 * the dealership's time zone, whatever the clock of the computer says.
 */

export interface Formats {
  language: string
  timeZone: string
  currency: string
}

const regions: Record<string, string> = { en: 'en-GB' }
const tagOf = (language: string) => regions[language] ?? language

const cache = new Map<string, unknown>()
function cached<T>(key: string, make: () => T): T {
  const found = cache.get(key)
  if (found) return found as T
  const made = make()
  cache.set(key, made)
  return made
}

/** How many minor units make one unit of the currency, as a power of ten: 2 for euro, 0 for yen. */
export function minorDigits(currency: string): number {
  const format = cached(
    `digits ${currency}`,
    () => new Intl.NumberFormat('en', { style: 'currency', currency }),
  )
  return format.resolvedOptions().maximumFractionDigits ?? 2
}

export function formatMoney(
  { language, currency }: Pick<Formats, 'language' | 'currency'>,
  minor: number,
): string {
  const format = cached(
    `money ${language} ${currency}`,
    () => new Intl.NumberFormat(tagOf(language), { style: 'currency', currency }),
  )
  return format.format(minor / 10 ** minorDigits(currency))
}

/** 2000 basis points are "20 %". */
export function formatPercent(language: string, basisPoints: number): string {
  const format = cached(
    `percent ${language}`,
    () => new Intl.NumberFormat(tagOf(language), { style: 'percent', maximumFractionDigits: 2 }),
  )
  return format.format(basisPoints / 10_000)
}

export function formatNumber(language: string, value: number, fractionDigits = 0): string {
  const format = cached(
    `number ${language} ${fractionDigits}`,
    () => new Intl.NumberFormat(tagOf(language), { maximumFractionDigits: fractionDigits }),
  )
  return format.format(value)
}

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

export function formatBytes(language: string, bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit++
  }
  const format = cached(
    `bytes ${language} ${unit}`,
    () =>
      new Intl.NumberFormat(tagOf(language), {
        style: 'unit',
        unit: units[unit],
        unitDisplay: unit === 0 ? 'long' : 'short',
        maximumFractionDigits: unit > 1 ? 1 : 0,
      }),
  )
  return format.format(value)
}

/** 83,000 ms are "1:23". */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000)
  const rest = String(seconds % 60).padStart(2, '0')
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes}:${rest}`
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:${rest}`
}

type Instant = string | number | Date

function dateFormat(
  { language, timeZone }: Pick<Formats, 'language' | 'timeZone'>,
  options: Intl.DateTimeFormatOptions,
) {
  return cached(
    `date ${language} ${timeZone} ${JSON.stringify(options)}`,
    () => new Intl.DateTimeFormat(tagOf(language), { ...options, timeZone }),
  )
}

export function formatDate(formats: Pick<Formats, 'language' | 'timeZone'>, at: Instant): string {
  return dateFormat(formats, { day: '2-digit', month: '2-digit', year: 'numeric' }).format(new Date(at))
}

export function formatTime(formats: Pick<Formats, 'language' | 'timeZone'>, at: Instant): string {
  return dateFormat(formats, { hour: '2-digit', minute: '2-digit' }).format(new Date(at))
}

/** A moment of today is told by its time alone. */
export function formatSoon(formats: Pick<Formats, 'language' | 'timeZone'>, at: Instant): string {
  const today = dayKey(formats.timeZone, at) === dayKey(formats.timeZone, new Date())
  return today ? formatTime(formats, at) : formatDateTime(formats, at)
}

export function formatDateTime(formats: Pick<Formats, 'language' | 'timeZone'>, at: Instant): string {
  const options = {
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  } as const
  return dateFormat(formats, options).format(new Date(at))
}

/** A heading for one day: weekday, day and month, with the year where it is not the current one. */
export function formatDay(
  formats: Pick<Formats, 'language' | 'timeZone'>,
  at: Instant,
  now: Instant = Date.now(),
): string {
  const sameYear = dayKey(formats.timeZone, at).slice(0, 4) === dayKey(formats.timeZone, now).slice(0, 4)
  return dateFormat(formats, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(new Date(at))
}

/** The calendar day of an instant in the time zone, as YYYY-MM-DD. */
export function dayKey(timeZone: string, at: Instant): string {
  return wallClock(timeZone, at).slice(0, 10)
}

/** The wall clock of an instant in the time zone, as "YYYY-MM-DD HH:mm:ss". */
export function wallClock(timeZone: string, at: Instant): string {
  const format = cached(
    `wall ${timeZone}`,
    () =>
      new Intl.DateTimeFormat('en-GB', {
        timeZone,
        hourCycle: 'h23',
        year: 'numeric',
        month: '2-digit',
        day: '2-digit',
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
      }),
  )
  const part = Object.fromEntries(format.formatToParts(new Date(at)).map(({ type, value }) => [type, value]))
  return `${part.year}-${part.month}-${part.day} ${part.hour}:${part.minute}:${part.second}`
}

/**
 * The instant at which a clock in the time zone shows "YYYY-MM-DD HH:mm[:ss]". In the hour that is skipped in
 * spring the later clock wins; in the hour that comes twice in autumn, the first.
 */
export function instantOf(timeZone: string, wall: string): Date {
  const padded = `${wall.replace('T', ' ')}:00`.slice(0, 19)
  const asUtc = Date.parse(`${padded.replace(' ', 'T')}Z`)
  const offsetAt = (at: number) => Date.parse(`${wallClock(timeZone, at).replace(' ', 'T')}Z`) - at
  const guesses = [asUtc - offsetAt(asUtc - 86_400_000), asUtc - offsetAt(asUtc + 86_400_000)]
  const exact = guesses.filter(at => wallClock(timeZone, at) === padded)
  return new Date(exact.length > 0 ? Math.min(...exact) : Math.max(...guesses))
}

/** A date without a time ("YYYY-MM-DD") knows no time zone. */
export function formatPlainDate(language: string, date: string): string {
  return formatDate({ language, timeZone: 'UTC' }, `${date}T00:00:00Z`)
}
