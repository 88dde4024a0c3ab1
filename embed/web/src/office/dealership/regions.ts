/** The currencies that the box can compute in. */
const currencies = ['EUR', 'CHF', 'GBP', 'SEK', 'NOK', 'DKK', 'USD'] as const

const countries =
  'AT BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LI LT LU LV MC MT NL NO PL PT RO SE SI SK US'

interface Option {
  value: string
  label: string
}

function named(codes: readonly string[], language: string, type: 'region' | 'currency'): Option[] {
  const names = new Intl.DisplayNames([language], { type })
  return codes
    .map(value => ({ value, label: names.of(value) ?? value }))
    .sort((a, b) => a.label.localeCompare(b.label, language))
}

export function countryOptions(language: string): Option[] {
  return named(countries.split(' '), language, 'region')
}

export function currencyOptions(language: string): Option[] {
  return currencies.map(value => {
    const name = new Intl.DisplayNames([language], { type: 'currency' }).of(value)
    return { value, label: `${value} · ${name}` }
  })
}

/** Every time zone that the browser knows, and the given one in any case. */
export function timeZones(current: string): string[] {
  const known = Intl.supportedValuesOf('timeZone')
  return known.includes(current) || !current ? known : [current, ...known]
}
