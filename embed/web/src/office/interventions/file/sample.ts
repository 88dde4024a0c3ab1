import type { Intervention, Work } from '../../../shared/api/types'
import { newWork } from './form'

/** A file as the box answers it, for tests. */
export function sampleFile(extra: Partial<Intervention> = {}): Intervention {
  return {
    id: 'f1',
    mode: 'after_sales',
    module: 'mechanics',
    brand: 'volvo',
    reference: 'OR-1',
    status: 'pending',
    plate: '',
    customer_name: '',
    author: null,
    sender: null,
    assignee: null,
    photo_count: 0,
    video_count: 0,
    proposed: 0,
    accepted: 0,
    currency: 'EUR',
    waiting_here: false,
    wants_call: false,
    answer_by: null,
    late: false,
    send_failed: false,
    created_at: '2026-03-02T08:00:00Z',
    updated_at: '2026-03-02T08:00:00Z',
    version: 1,
    poster_url: null,
    vehicle: { plate: '', vin: '', make: '', model: '', mileage: null, first_registration: null },
    customer: {
      title: '',
      first_name: '',
      last_name: '',
      company: '',
      language: 'en',
      email: '',
      phone: '',
      address: '',
      kind: 'driver',
    },
    message: '',
    works_done: '',
    internal_message: { kind: 'none', note: '' },
    checklist_id: null,
    works: [],
    totals: { net: 0, vat: 0, gross: 0, by_vat: [], unpriced: 0, accepted: { net: 0, vat: 0, gross: 0 } },
    media: [],
    history: [],
    sendings: [],
    answer: null,
    link: null,
    rights: { edit: true, send: true, share: true, accept: true, close: true, delete: false, contact: true },
    ...extra,
  }
}

export function sampleWork(id: string, position: number, extra: Partial<Work> = {}): Work {
  const computed = {
    net: null,
    vat: null,
    gross: null,
    decision: 'none' as const,
    position,
    finding: null,
    urgency_overruled: false,
  }
  return { ...newWork(id, id, 2000), ...computed, ...extra }
}
