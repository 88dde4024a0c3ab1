import type {
  Customer,
  Intervention,
  MeasuredValue,
  MeasureKind,
  Mode,
  Module,
  Vehicle,
} from '../../shared/api/types'
import { putBack } from '../checklists/ticks'

/** The urgencies that a technician can tick; "offered" is the office's. */
export type TickUrgency = 'ok' | 'advised' | 'urgent'

/** One line of the works list as the phone knows it; the office completes price and VAT. */
export interface DraftWork {
  id: string
  category: string
  checklist_line: string | null
  label: string
  urgency: TickUrgency | 'offered'
  unit_price: number | null
  quantity: number
  note: string
  measure: MeasureKind | null
  values: MeasuredValue[]
}

/** Who gets the file; whether that is the owner is the office's to say. */
export type DraftCustomer = Omit<Customer, 'kind'>

export const noVehicle: Vehicle = {
  plate: '',
  vin: '',
  make: '',
  model: '',
  mileage: null,
  first_registration: null,
}

/** Nobody in particular yet, who speaks this language. */
export const nobody = (language: string): DraftCustomer => ({
  title: '',
  first_name: '',
  last_name: '',
  company: '',
  language,
  email: '',
  phone: '',
  address: '',
})

export type InternalKind = 'none' | 'contact' | 'video'

/** open: being filled in; finished: waits for the box; everything acknowledged: gone from the phone. */
export type DraftState = 'open' | 'finished'

/** Media that already lies on the box, with what the phone wants changed about it. */
export interface RemoteMedia {
  id: string
  kind: 'photo' | 'video'
  purpose: 'customer' | 'internal_message'
  public: boolean
  position: number
  work_id: string | null
  duration_ms: number | null
  deleted: boolean
  thumb: string | null
}

/** Why a finished file is still on the phone. */
export type Wait =
  | 'queued'
  | 'sending'
  | 'saving'
  | 'offline'
  | 'box_busy'
  | 'disk_full'
  | 'revoked'
  | 'conflict'
  | 'not_editable'
  | 'refused'
  | 'not_sent'
  | 'media_refused'
  | 'drawing_late'
  | 'damaged'

/** What a person fills in, media left out. */
export type Content = Pick<
  Draft,
  | 'reference'
  | 'brand'
  | 'module'
  | 'checklist_id'
  | 'works'
  | 'internal'
  | 'author_id'
  | 'assignee_id'
  | 'answer_by'
  | 'waiting_here'
  | 'vehicle'
  | 'customer'
>

export function contentOf(draft: Content): Content {
  const { reference, brand, module, checklist_id, works, internal } = draft
  const { author_id, assignee_id, answer_by, waiting_here, vehicle, customer } = draft
  return {
    reference,
    brand,
    module,
    checklist_id,
    works,
    internal,
    author_id,
    assignee_id,
    answer_by,
    waiting_here,
    vehicle,
    customer,
  }
}

export interface Sending {
  wait: Wait
  /** The box's own words, in the language of the app at that moment. */
  detail: string
  tries: number
  /** Not before this moment (milliseconds); 0 = at once. */
  next_at: number
  /** The box has the intervention itself; its files may still be missing. */
  created: boolean
  /** What a first attempt carried: it may have reached the box although its answer was lost. */
  posted: Content | null
  /** The person's answer to a conflict with the office. */
  resolution: 'mine' | 'theirs' | null
  conflicts: string[]
}

export interface Draft {
  id: string
  state: DraftState
  mode: Mode
  reference: string
  module: Module | null
  brand: string | null
  checklist_id: string | null
  works: DraftWork[]
  internal: { kind: InternalKind; note: string }
  author_id: string | null
  assignee_id: string | null
  /** RFC 3339, UTC. */
  answer_by: string | null
  waiting_here: boolean
  vehicle: Vehicle
  customer: DraftCustomer
  /** The press of "send directly", the same however often it is tried; null: the office sends. */
  send_directly: string | null
  remote: RemoteMedia[]
  /** The intervention on the box from which an edit began; null for a new file. */
  base: Intervention | null
  step: Step
  visited: Step[]
  created_at: number
  updated_at: number
  finished_at: number | null
  sending: Sending
}

export type Step = 'module' | 'brand' | 'vehicle' | 'works' | 'media' | 'message' | 'summary'

/**
 * The steps of a file: one brand needs no choice, a warranty has no recommendations, and sales has neither those
 * nor an internal message.
 */
export function stepsFor({ mode, module }: Pick<Draft, 'mode' | 'module'>, brands: number): Step[] {
  const steps: Step[] = ['module']
  if (brands !== 1) steps.push('brand')
  if (module === 'uc_stock') steps.push('vehicle')
  if (mode === 'sales') return [...steps, 'media', 'summary']
  if (module !== 'warranty') steps.push('works')
  return [...steps, 'media', 'message', 'summary']
}

/** The step beside the one shown; null at either end. A step that no longer exists leads to the first. */
export function neighbour(steps: Step[], step: Step, direction: 1 | -1): Step | null {
  const index = steps.indexOf(step)
  if (index < 0) return steps[0] ?? null
  return steps[index + direction] ?? null
}

/** The internal messages offered: a warranty has only "none" and "video". */
export function internalKinds(module: Module | null): InternalKind[] {
  return module === 'warranty' ? ['none', 'video'] : ['none', 'contact', 'video']
}

export type Missing =
  | 'reference'
  | 'module'
  | 'brand'
  | 'author'
  | 'internal_video'
  | 'title'
  | 'last_name'
  | 'email'
  | 'bad_email'

/** What still keeps a file from being finished, in the order in which it would be filled in. */
export function missing(
  draft: Pick<
    Draft,
    'reference' | 'module' | 'brand' | 'author_id' | 'internal' | 'customer' | 'send_directly'
  >,
  facts: { colleagues: number; internalVideos: number; directSending: boolean },
): Missing[] {
  const found: Missing[] = []
  if (draft.reference.trim() === '') found.push('reference')
  if (draft.module === null) found.push('module')
  if (draft.brand === null) found.push('brand')
  if (draft.internal.kind === 'video' && facts.internalVideos === 0) found.push('internal_video')
  if (facts.colleagues > 0 && draft.author_id === null) found.push('author')
  if (draft.module !== 'direct_message') return found
  return [...found, ...missingOf(draft.customer, facts.directSending && draft.send_directly !== null)]
}

/** Sent by the phone, nobody completes the contact any more; an address that is none the box would refuse. */
function missingOf({ title, last_name, company, email }: DraftCustomer, directly: boolean): Missing[] {
  const found: Missing[] = []
  const named = last_name.trim() !== '' || (title === 'company' && company.trim() !== '')
  if (directly && title === '') found.push('title')
  if (directly && !named) found.push('last_name')
  if (directly && email.trim() === '') found.push('email')
  if (email.trim() !== '' && !isEmail(email.trim())) found.push('bad_email')
  return found
}

const isEmail = (text: string) => /^[^\s@,;<>()"]+@[^\s@,;<>()"]+\.[^\s@,;<>()".]+$/.test(text)

/** Where each missing thing is filled in. */
export function stepOf(what: Missing): Step {
  switch (what) {
    case 'module':
      return 'module'
    case 'brand':
      return 'brand'
    case 'internal_video':
      return 'message'
    default:
      return 'summary'
  }
}

/** Another module keeps everything that fits it: own lines stay, the old checklist's lines go. */
export function withModule(draft: Draft, module: Module): Partial<Draft> {
  if (draft.module === module) return { module }
  const works = module === 'warranty' ? [] : draft.works.filter(work => work.checklist_line === null)
  const kind = internalKinds(module).includes(draft.internal.kind) ? draft.internal.kind : 'none'
  const send_directly = module === 'direct_message' ? draft.send_directly : null
  return { module, works, checklist_id: null, internal: { ...draft.internal, kind }, send_directly }
}

/** Takes the choice of another module back, with the lines that it took off; what was filled in since stays. */
export function withModuleBack(now: Draft, before: Draft, removed: DraftWork[]): Partial<Draft> {
  const kind = now.internal.kind === 'none' ? before.internal.kind : now.internal.kind
  return {
    module: before.module,
    checklist_id: before.checklist_id,
    works: putBack(now.works, removed, before.works),
    internal: { ...now.internal, kind },
  }
}

/** What a new file begins with. */
export interface NewFile {
  mode: Mode
  brands: string[]
  authorID: string | null
  /** The dealership's, which its customers speak unless somebody says otherwise. */
  language: string
  vehicle?: Partial<Vehicle>
}

/** How a new file begins; with a single brand there is nothing to choose. */
export function newDraft(id: string, reference: string, now: number, defaults: NewFile): Draft {
  return {
    id,
    state: 'open',
    mode: defaults.mode,
    reference: reference.trim(),
    module: null,
    brand: defaults.brands.length === 1 ? (defaults.brands[0] ?? null) : null,
    checklist_id: null,
    works: [],
    internal: { kind: 'none', note: '' },
    author_id: defaults.authorID,
    assignee_id: null,
    answer_by: null,
    waiting_here: false,
    vehicle: { ...noVehicle, ...defaults.vehicle },
    customer: nobody(defaults.language),
    send_directly: null,
    remote: [],
    base: null,
    step: 'module',
    visited: [],
    created_at: now,
    updated_at: now,
    finished_at: null,
    sending: notSent(),
  }
}

export function notSent(): Sending {
  return {
    wait: 'queued',
    detail: '',
    tries: 0,
    next_at: 0,
    created: false,
    posted: null,
    resolution: null,
    conflicts: [],
  }
}

/** An edit of an intervention that waits on the box: everything is filled in already. */
export function draftOf(file: Intervention, now: number): Draft {
  const { mode, author, vehicle } = file
  const { kind: _, ...customer } = file.customer
  const defaults = { mode, brands: [], authorID: author?.id ?? null, language: customer.language, vehicle }
  return {
    ...newDraft(file.id, file.reference, now, defaults),
    customer,
    module: file.module,
    brand: file.brand,
    checklist_id: file.checklist_id,
    works: file.works.map(work => ({
      id: work.id,
      category: work.category,
      checklist_line: work.checklist_line,
      label: work.label,
      urgency: work.urgency,
      unit_price: work.unit_price,
      quantity: work.quantity,
      note: work.note,
      measure: work.measure,
      values: work.values,
    })),
    internal: { note: '', ...file.internal_message },
    assignee_id: file.assignee?.id ?? null,
    answer_by: file.answer_by,
    waiting_here: file.waiting_here,
    remote: file.media.flatMap(item =>
      item.kind === 'document'
        ? []
        : [
            {
              id: item.id,
              kind: item.kind,
              purpose: item.purpose,
              public: item.public,
              position: item.position,
              work_id: item.work_id,
              duration_ms: item.duration_ms,
              deleted: false,
              thumb: item.urls.small ?? item.urls.poster,
            },
          ],
    ),
    base: file,
    step: 'summary',
    visited: ['module', 'brand', 'vehicle', 'works', 'media', 'message', 'summary'],
  }
}
