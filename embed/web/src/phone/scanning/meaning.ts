/** Codes that the phone reads: those on orders, vehicles, parts and key tags. */
export const codeFormats = [
  'code_128',
  'code_39',
  'ean_13',
  'ean_8',
  'upc_a',
  'qr_code',
  'data_matrix',
] as const

/**
 * What a scanned text is. A reference may be begun or searched with; a file is one of this box's own; a pairing code
 * and an address are told as what they are; the rest cannot be a reference.
 */
export type Meaning =
  | { kind: 'reference'; text: string }
  | { kind: 'file'; id: string }
  | { kind: 'pairing'; code: string }
  | { kind: 'address'; host: string }
  | { kind: 'record' }
  | { kind: 'too_long' }
  | { kind: 'empty' }

/** A reference may be no longer: the box refuses it. */
export const longestReference = 80
const longestPlate = 20

/** What a code says, read by a phone whose box has this origin. */
export function meaningOf(raw: string, origin: string): Meaning {
  const text = plain(raw)
  if (text === '') return { kind: 'empty' }
  const web = webAddress(text)
  if (web) return meaningOfAddress(web, origin)
  if (isRecord(text)) return { kind: 'record' }
  if ([...text].length > longestReference) return { kind: 'too_long' }
  return { kind: 'reference', text: withoutImportMark(text) }
}

function meaningOfAddress(url: URL, origin: string): Meaning {
  // A phone that does not trust the box yet is led through the help with the certificate.
  const code = url.searchParams.get('code')
  if (code !== null && /^\/(phone\/pair|trust)$/.test(url.pathname)) return { kind: 'pairing', code }
  const id = /^\/(?:interventions|phone\/file)\/([0-9a-f-]{36})\b/.exec(url.pathname)?.[1]
  if (id && url.origin === origin) return { kind: 'file', id }
  return { kind: 'address', host: url.host }
}

function webAddress(text: string): URL | null {
  const spelled = /^www\./i.test(text) ? `http://${text}` : text
  if (!/^https?:\/\//i.test(spelled) || !URL.canParse(spelled)) return null
  return new URL(spelled)
}

/** Contacts, networks, mails, payments: texts with a form of their own. */
function isRecord(text: string): boolean {
  return /^(BEGIN:|WIFI:|MECARD:|mailto:|tel:|smsto:|sms:|geo:|otpauth:|BCD$|BCD\s)/i.test(text)
}

/** Blanks, line ends, the separators of GS1 and other control characters become single blanks. */
function plain(raw: string): string {
  return raw.replace(/[\s\p{Cc}]+/gu, ' ').trim()
}

/** Imported vehicles carry an I before the VIN in the code on the door: no VIN has one. */
function withoutImportMark(text: string): string {
  return /^I[A-HJ-NPR-Z0-9]{17}$/.test(text) ? text.slice(1) : text
}

export const isVIN = (text: string) => /^[A-HJ-NPR-Z0-9]{17}$/i.test(text.trim())

/** Code 39 has no check digit: only what was read twice in a row is believed. */
export function believed(format: string, text: string, before: string | null): boolean {
  return format !== 'code_39' || text === before
}

/** What a scanned text says about a vehicle: a plate that was photographed, or a VIN; of other codes nothing. */
export function vehicleIn(text: string, from: 'code' | 'plate' | 'hand'): { plate?: string; vin?: string } {
  const whole = text.trim().toUpperCase()
  if (isVIN(whole)) return { vin: whole }
  return from === 'plate' && whole.length <= longestPlate ? { plate: whole } : {}
}
