import { expect, test } from 'vitest'
import type { Sending } from '../../../shared/api/types'
import { addressMoved, failedSendings, offersMail } from './sendings'

const file = {
  status: 'sent',
  customer: { email: 'jon@example.test' },
  rights: { send: true },
  history: [],
} as const
const sending = (part: Partial<Sending>) => ({ purpose: 'intervention', state: 'failed', ...part }) as Sending
const [early, late, later] = ['2026-11-23T08:00:00Z', '2026-11-23T09:00:00Z', '2026-11-23T10:00:00Z']

test('a failed mail counts until a newer one of its purpose is on its way', () => {
  const first = sending({ id: 'a', created_at: early })
  expect(failedSendings({ ...file, history: [], sendings: [first] })).toEqual([first])
  const second = sending({ id: 'b', created_at: late, state: 'queued' })
  expect(failedSendings({ ...file, history: [], sendings: [second, first] })).toEqual([])
})

test('what cannot be sent any more is not offered, a confirmation still is', () => {
  const confirmation = sending({ created_at: late, purpose: 'confirmation' })
  const sendings = [sending({ created_at: early }), confirmation]
  const rights = { send: false }
  expect(failedSendings({ ...file, history: [], status: 'answered', rights, sendings })).toEqual([
    confirmation,
  ])
  expect(failedSendings({ ...file, history: [], status: 'closed', rights, sendings })).toEqual([])
})

test('a mail that nobody waits for any more is nothing to be sent again', () => {
  const sendings = [sending({ created_at: early, state: 'obsolete', reason: 'closed' })]
  expect(failedSendings({ ...file, history: [], sendings })).toEqual([])
})

test('a corrected address is owed the mail until something goes out again', () => {
  const corrected = { kind: 'contact_corrected', at: late, data: { email: { from: 'a', to: 'b' } } }
  const sent = { kind: 'sent', at: early, data: {} }
  const sendings = [sending({ created_at: early })]
  const moved = { ...file, sendings, history: [corrected, sent] }
  expect(addressMoved(moved)).toBe(true)
  expect(failedSendings(moved)).toEqual([])
  expect(offersMail(moved)).toBe(true)
  expect(addressMoved({ ...moved, customer: { email: '' } })).toBe(false)
  expect(addressMoved({ ...moved, history: [{ kind: 'link_shared', at: later, data: {} }, corrected] })).toBe(
    false,
  )
})

test('a corrected phone alone changes nothing about mails', () => {
  const corrected = { kind: 'contact_corrected', at: late, data: { phone: { from: 'a', to: 'b' } } }
  expect(addressMoved({ ...file, sendings: [], history: [corrected] })).toBe(false)
})
