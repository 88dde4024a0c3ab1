// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { snapshotOf } from './draft'
import type { Form } from './form'
import { sampleFile, sampleWork } from './sample'
import { missingFields, unpricedLabels } from './sendable'

const form = (extra: Partial<Form>): Form => ({ ...snapshotOf(sampleFile()).form, ...extra })

describe('missingFields', () => {
  it.each<[string, Partial<Form>, 'email' | 'link', string[]]>([
    ['nothing filled', {}, 'email', ['customer.title', 'customer.last_name', 'customer.email']],
    [
      'a link needs one of both',
      { 'customer.title': 'ms', 'customer.last_name': 'Roth' },
      'link',
      ['customer.email'],
    ],
    [
      'a phone does for a link',
      { 'customer.title': 'ms', 'customer.last_name': 'Roth', 'customer.phone': '0170 5550' },
      'link',
      [],
    ],
    [
      'but not for a mail',
      { 'customer.title': 'ms', 'customer.last_name': 'Roth', 'customer.phone': '0170 5550' },
      'email',
      ['customer.email'],
    ],
    [
      'a mail needs one',
      { 'customer.title': 'ms', 'customer.last_name': 'Roth' },
      'email',
      ['customer.email'],
    ],
    [
      'spaces are not a name',
      { 'customer.title': 'mr', 'customer.last_name': ' ', 'customer.email': 'roth@example.test' },
      'link',
      ['customer.last_name'],
    ],
    [
      'a company is its name',
      { 'customer.title': 'company', 'customer.company': 'Roth AG', 'customer.email': 'info@roth.test' },
      'link',
      [],
    ],
  ])('%s', (_, extra, way, missing) => {
    expect(missingFields(form(extra), way)).toEqual(missing)
  })
})

it('names the proposed works without a price', () => {
  const works = [
    sampleWork('ok', 0, { urgency: 'ok' }),
    sampleWork('free', 1, { urgency: 'offered' }),
    sampleWork('pads', 2, { urgency: 'urgent' }),
    sampleWork('zero', 3, { unit_price: 0 }),
  ]
  expect(unpricedLabels(snapshotOf(sampleFile({ works })))).toEqual(['pads'])
})
