import type { Translate } from '../../../shared/i18n'
import type { Field } from './form'

/** What a field is called on the screen. */
export function fieldLabel(t: Translate, field: Field): string {
  return labels[field](t)
}

const labels: Record<Field, (t: Translate) => string> = {
  reference: t => t('common.word.reference'),
  brand: t => t('common.word.brand'),
  module: t => t('common.word.module'),
  assignee_id: t => t('common.word.assignee'),
  answer_by: t => t('office.file.organisation.answer_by'),
  waiting_here: t => t('office.file.organisation.waiting_here'),
  message: t => t('office.file.message.title'),
  works_done: t => t('office.file.message.works_done'),
  'vehicle.plate': t => t('office.file.vehicle.plate'),
  'vehicle.vin': t => t('office.file.vehicle.vin'),
  'vehicle.make': t => t('office.file.vehicle.make'),
  'vehicle.model': t => t('office.file.vehicle.model'),
  'vehicle.mileage': t => t('office.file.vehicle.mileage'),
  'vehicle.first_registration': t => t('office.file.vehicle.first_registration'),
  'customer.title': t => t('office.file.customer.title'),
  'customer.first_name': t => t('office.field.first_name'),
  'customer.last_name': t => t('office.field.last_name'),
  'customer.company': t => t('office.file.customer.company'),
  'customer.language': t => t('office.file.customer.language'),
  'customer.email': t => t('office.field.email'),
  'customer.phone': t => t('office.field.phone'),
  'customer.address': t => t('office.file.customer.address'),
  'customer.kind': t => t('office.file.customer.kind'),
}
