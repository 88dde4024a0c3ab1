import type { WorkInput } from '../../../shared/api/types'
import { isProposed } from '../../../shared/money'
import type { Field, Form } from './form'
import type { Snapshot } from './merge'

/**
 * What must be filled before the file can go to the customer: a title, a name, and an e-mail address; for a link that
 * a person passes on, a phone number does as well.
 * The box asks the same; here it is known before anything is sent.
 */
export function missingFields(form: Form, way: 'email' | 'link'): Field[] {
  const missing: Field[] = []
  const company = form['customer.title'] === 'company' && form['customer.company'].trim() !== ''
  if (form['customer.title'] === '') missing.push('customer.title')
  if (form['customer.last_name'].trim() === '' && !company) missing.push('customer.last_name')
  const reachable =
    form['customer.email'].trim() !== '' || (way === 'link' && form['customer.phone'].trim() !== '')
  if (!reachable) missing.push('customer.email')
  return missing
}

export function isUnpriced({ urgency, unit_price }: WorkInput): boolean {
  return isProposed(urgency) && unit_price === null
}

/** The proposed works that have no price yet: the customer could accept them without knowing one. */
export function unpricedLabels({ works }: Snapshot): string[] {
  return works.filter(isUnpriced).map(work => work.label)
}
