// @vitest-environment node
import { describe, expect, it } from 'vitest'
import {
  dayKey,
  formatBytes,
  formatDateTime,
  formatDay,
  formatDuration,
  formatMoney,
  formatPercent,
  formatPlainDate,
  instantOf,
  wallClock,
} from './format'

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')

describe('money', () => {
  it.each([
    ['en', 'EUR', 123_456, '€1,234.56'],
    ['de', 'EUR', 123_456, '1.234,56 €'],
    ['fr', 'EUR', 123_456, '1 234,56 €'],
    ['de', 'CHF', -50, '-0,50 CHF'],
    ['en', 'JPY', 500, 'JP¥500'],
  ])('%s %s %i', (language, currency, minor, text) => {
    expect(plain(formatMoney({ language, currency }, minor))).toBe(text)
  })
})

describe('numbers', () => {
  it('percent, size and length', () => {
    expect(plain(formatPercent('de', 1_900))).toBe('19 %')
    expect(formatPercent('en', 550)).toBe('5.5%')
    expect(plain(formatBytes('de', 12_400_000))).toBe('12,4 MB')
    expect(formatDuration(83_400)).toBe('1:23')
    expect(formatDuration(3_723_000)).toBe('1:02:03')
  })
})

describe('dates', () => {
  const paris = { language: 'de', timeZone: 'Europe/Paris' }

  it('are shown in the time zone of the dealership', () => {
    expect(formatDateTime(paris, '2026-06-30T22:30:00Z')).toBe('01.07.2026, 00:30')
    expect(dayKey('Europe/Paris', '2026-06-30T22:30:00Z')).toBe('2026-07-01')
    expect(dayKey('America/New_York', '2026-07-01T03:30:00Z')).toBe('2026-06-30')
  })

  it('a date without a time does not move', () => {
    expect(formatPlainDate('en', '2019-03-01')).toBe('01/03/2019')
  })

  it('the year shows when it is another', () => {
    expect(formatDay(paris, '2026-05-04T10:00:00Z', '2026-06-01T00:00:00Z')).toBe('Montag, 4. Mai')
    expect(formatDay(paris, '2025-05-04T10:00:00Z', '2026-06-01T00:00:00Z')).toContain('2025')
  })
})

describe('instantOf', () => {
  it.each([
    ['Europe/Berlin', '2026-01-15 08:30', '2026-01-15T07:30:00.000Z'],
    ['Europe/Berlin', '2026-07-15T08:30', '2026-07-15T06:30:00.000Z'],
    ['Europe/Lisbon', '2026-07-15 08:30:15', '2026-07-15T07:30:15.000Z'],
    ['UTC', '2026-07-15 08:30', '2026-07-15T08:30:00.000Z'],
  ])('%s %s', (zone, wall, instant) => {
    expect(instantOf(zone, wall).toISOString()).toBe(instant)
  })

  it('takes the later clock in the skipped hour and the first in the doubled one', () => {
    expect(instantOf('Europe/Berlin', '2026-03-29 02:30').toISOString()).toBe('2026-03-29T01:30:00.000Z')
    expect(instantOf('Europe/Berlin', '2026-10-25 02:30').toISOString()).toBe('2026-10-25T00:30:00.000Z')
  })

  it('is the way back from the wall clock for any instant', () => {
    const start = Date.parse('2026-01-01T00:00:00Z')
    for (let hour = 0; hour < 8_760; hour += 5) {
      const at = start + hour * 3_600_000
      const back = instantOf('Europe/Brussels', wallClock('Europe/Brussels', at)).getTime()
      // The doubled hour has two instants; the first one is taken.
      expect([at, at - 3_600_000]).toContain(back)
    }
  })
})
