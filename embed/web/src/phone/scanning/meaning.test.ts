import { describe, expect, it } from 'vitest'
import { believed, isVIN, type Meaning, meaningOf, vehicleIn } from './meaning'

const origin = 'https://fleetbox.local:8443'
const id = '019abc00-0000-7000-8000-0000000000aa'

describe('what a scanned text means', () => {
  const cases: [name: string, raw: string, meaning: Meaning][] = [
    ['an order number', 'A-2026/118', { kind: 'reference', text: 'A-2026/118' }],
    ['an EAN', '4006381333931', { kind: 'reference', text: '4006381333931' }],
    ['blanks around and line ends within', ' A\r\n12 \n', { kind: 'reference', text: 'A 12' }],
    ['separators of GS1', '\u001d0112\u001d21A', { kind: 'reference', text: '0112 21A' }],
    ['control characters', 'A\u000012\u007f', { kind: 'reference', text: 'A 12' }],
    ['letters of other alphabets', 'Größe Ω 3', { kind: 'reference', text: 'Größe Ω 3' }],
    ['a VIN', 'WVWZZZ1KZ6W000001', { kind: 'reference', text: 'WVWZZZ1KZ6W000001' }],
    ['an imported VIN', 'IWVWZZZ1KZ6W000001', { kind: 'reference', text: 'WVWZZZ1KZ6W000001' }],
    ['an I that belongs there', 'IWVWZZZ1KZ6W00000', { kind: 'reference', text: 'IWVWZZZ1KZ6W00000' }],
    ['nothing', '', { kind: 'empty' }],
    ['blanks alone', ' \u001d\n', { kind: 'empty' }],
    ['80 characters', 'x'.repeat(80), { kind: 'reference', text: 'x'.repeat(80) }],
    ['81 characters', 'x'.repeat(81), { kind: 'too_long' }],
    ['80 characters of two units each', '🚗'.repeat(80), { kind: 'reference', text: '🚗'.repeat(80) }],
    [
      'the pairing code of this box',
      `${origin}/phone/pair?code=ABCD-EFGH`,
      { kind: 'pairing', code: 'ABCD-EFGH' },
    ],
    [
      'the pairing code of another box',
      'https://10.0.0.7:8443/phone/pair?code=X',
      { kind: 'pairing', code: 'X' },
    ],
    ['pairing that leads through trust', 'http://10.0.0.7:8080/trust?code=X', { kind: 'pairing', code: 'X' }],
    ['a file in the office', `${origin}/interventions/${id}`, { kind: 'file', id }],
    ['a file on the phone', `${origin}/phone/file/${id}`, { kind: 'file', id }],
    [
      'a file of another box',
      `https://elsewhere/interventions/${id}`,
      { kind: 'address', host: 'elsewhere' },
    ],
    ['a foreign address', 'HTTPS://Shop.Example.test/a?b', { kind: 'address', host: 'shop.example.test' }],
    ['an address without scheme', 'www.example.test/x', { kind: 'address', host: 'www.example.test' }],
    ['a customer’s link', `${origin}/c/token`, { kind: 'address', host: 'fleetbox.local:8443' }],
    ['no address after all', 'http://', { kind: 'reference', text: 'http://' }],
    ['a network', 'WIFI:S:Guest;T:WPA;P:x;;', { kind: 'record' }],
    ['a contact', 'BEGIN:VCARD\nFN:Jon\nEND:VCARD', { kind: 'record' }],
    ['a mail', 'mailto:jon@example.test', { kind: 'record' }],
    ['a payment', 'BCD\n002\n1\nSCT', { kind: 'record' }],
    ['a reference that only looks like one', 'BCD-12', { kind: 'reference', text: 'BCD-12' }],
  ]
  it.each(cases)('%s', (_, raw, meaning) => expect(meaningOf(raw, origin)).toEqual(meaning))
})

it('says which vehicle was scanned', () => {
  expect(vehicleIn(' b-fx 1', 'plate')).toEqual({ plate: 'B-FX 1' })
  expect(vehicleIn('wvwzzz1kz6w000001', 'code')).toEqual({ vin: 'WVWZZZ1KZ6W000001' })
  expect(vehicleIn('RO 4711', 'code')).toEqual({})
  expect(vehicleIn('B-FX 1', 'hand')).toEqual({})
  expect(vehicleIn('the blue one with the rack', 'plate')).toEqual({})
})

it('knows a VIN by its letters and length', () => {
  expect(isVIN('wvwzzz1kz6w000001')).toBe(true)
  expect(isVIN('WVWZZZ1KZ6W00000O')).toBe(false)
  expect(isVIN('WVWZZZ1KZ6W00001')).toBe(false)
})

it('believes a Code 39 only when it was read twice in a row', () => {
  expect(believed('code_39', 'A1', null)).toBe(false)
  expect(believed('code_39', 'A1', 'A7')).toBe(false)
  expect(believed('code_39', 'A1', 'A1')).toBe(true)
  expect(believed('qr_code', 'A1', null)).toBe(true)
})
