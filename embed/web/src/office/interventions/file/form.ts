import type {
  Intervention,
  InterventionPatch,
  Module,
  Title,
  Urgency,
  Work,
  WorkInput,
} from '../../../shared/api/types'

/** The editable fields of a file in one flat row, so that they can be compared and merged one by one. */
export interface Form {
  reference: string
  brand: string
  module: Module
  assignee_id: string | null
  answer_by: string | null
  waiting_here: boolean
  message: string
  works_done: string
  'vehicle.plate': string
  'vehicle.vin': string
  'vehicle.make': string
  'vehicle.model': string
  'vehicle.mileage': number | null
  'vehicle.first_registration': string | null
  'customer.title': Title
  'customer.first_name': string
  'customer.last_name': string
  'customer.company': string
  'customer.language': string
  'customer.email': string
  'customer.phone': string
  'customer.address': string
  'customer.kind': 'driver' | 'owner'
}

export type Field = keyof Form

export function formOf(file: Intervention): Form {
  const { vehicle, customer } = file
  return {
    reference: file.reference,
    brand: file.brand,
    module: file.module,
    assignee_id: file.assignee?.id ?? null,
    answer_by: file.answer_by,
    waiting_here: file.waiting_here,
    message: file.message,
    works_done: file.works_done,
    'vehicle.plate': vehicle.plate,
    'vehicle.vin': vehicle.vin,
    'vehicle.make': vehicle.make,
    'vehicle.model': vehicle.model,
    'vehicle.mileage': vehicle.mileage,
    'vehicle.first_registration': vehicle.first_registration,
    'customer.title': customer.title,
    'customer.first_name': customer.first_name,
    'customer.last_name': customer.last_name,
    'customer.company': customer.company,
    'customer.language': customer.language,
    'customer.email': customer.email,
    'customer.phone': customer.phone,
    'customer.address': customer.address,
    'customer.kind': customer.kind,
  }
}

/** What the box needs of a work; what it computes and decides itself is left out. */
export function workInputOf(work: Work): WorkInput {
  const {
    net: _net,
    vat: _vat,
    gross: _gross,
    decision: _decision,
    position: _position,
    finding: _finding,
    urgency_overruled: _overruled,
    ...input
  } = work
  return {
    ...input,
    discount: { ...input.discount },
    values: input.values.map(value => ({ ...value })),
    media_ids: [...input.media_ids],
  }
}

export function worksOf(file: Intervention): WorkInput[] {
  return [...file.works].sort((a, b) => a.position - b.position).map(workInputOf)
}

export function changedFields(base: Form, form: Form): Field[] {
  return (Object.keys(form) as Field[]).filter(field => form[field] !== base[field])
}

export function sameWork(a: WorkInput | undefined, b: WorkInput | undefined): boolean {
  return JSON.stringify(a && ordered(a)) === JSON.stringify(b && ordered(b))
}

export function sameWorks(a: readonly WorkInput[], b: readonly WorkInput[]): boolean {
  return a.length === b.length && a.every((work, index) => sameWork(work, b[index]))
}

/** The same keys in the same order, whoever made the object. */
function ordered(work: WorkInput): unknown[] {
  return [
    work.id,
    work.category,
    work.checklist_line,
    work.label,
    work.urgency,
    work.unit_price,
    work.price_includes_vat,
    work.vat_bp,
    work.quantity,
    work.discount.kind,
    work.discount.value,
    work.note,
    work.measure,
    work.values.map(({ place, tenths }) => [place, tenths]),
    work.media_ids,
  ]
}

/** The changed fields as the box wants them: nested, and nothing that stayed as it was. */
export function patchOf(base: Form, form: Form): InterventionPatch {
  const patch: Record<string, unknown> = {}
  for (const field of changedFields(base, form)) {
    const [group, name] = field.split('.') as [string, string | undefined]
    if (name === undefined) patch[group] = form[field]
    else patch[group] = { ...(patch[group] as object | undefined), [name]: form[field] }
  }
  return patch as InterventionPatch
}

/** A work as it begins: one piece, priced as the dealership usually prices. */
export function newWork(
  id: string,
  label: string,
  vatBp: number,
  extra: Partial<WorkInput> & { urgency?: Urgency } = {},
): WorkInput {
  return {
    id,
    category: '',
    checklist_line: null,
    label,
    urgency: 'advised',
    unit_price: null,
    price_includes_vat: true,
    vat_bp: vatBp,
    quantity: 1000,
    discount: { kind: 'none', value: 0 },
    note: '',
    measure: null,
    values: [],
    media_ids: [],
    ...extra,
  }
}
