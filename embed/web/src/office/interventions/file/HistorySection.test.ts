import { beforeAll, describe, expect, it } from 'vitest'
import type { HistoryEntry } from '../../../shared/api/types'
import { setLanguage, setupI18n, translate } from '../../../shared/i18n'
import { historyText } from './HistorySection'

const formats = { language: 'de', timeZone: 'Europe/Berlin', currency: 'EUR' }
const text = (kind: string, data: Record<string, unknown> = {}) => {
  const entry: HistoryEntry = { id: 'h', at: '', kind, actor: { kind: 'user', name: '' }, data }
  return historyText(translate, formats, entry).replace(/\u00a0/g, ' ')
}

beforeAll(async () => {
  await setupI18n(['common', 'office', 'mail'], 'de')
  await setLanguage('de')
})

describe('a line of the history', () => {
  it('says what was changed in words, not in names of fields', () => {
    expect(text('edited', { fields: ['plate', 'works'] })).toBe('Geändert: Kennzeichen, Arbeiten')
  })
  it('carries money as people write it', () => {
    expect(text('answered', { accepted: 2, refused: 1, amount: 123_450 })).toContain(
      '2 angenommen, 1 abgelehnt, 1.234,50 €',
    )
  })
  it('gives the reason of a failed mail', () => {
    expect(text('send_failed', { recipient: 'a@b.example', reason: 'timeout' })).toContain('a@b.example')
    expect(text('send_failed', { recipient: 'a@b.example', reason: 'timeout' })).not.toContain('mail.reason')
  })
  it('shows a corrected contact with what stood there before', () => {
    const phone = { from: '', to: '+49 30 5550100' }
    const email = { from: 'jno@a.example', to: 'jon@a.example' }
    expect(text('contact_corrected', { email, phone })).toBe(
      'Kontakt berichtigt: E-Mail jno@a.example → jon@a.example, Telefon – → +49 30 5550100',
    )
  })
  it('shows what a newer box writes rather than nothing', () => {
    expect(text('something_new')).toBe('something_new')
  })
})
