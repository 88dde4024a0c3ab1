/** The words of the API. Times are RFC 3339 in UTC, money is in minor units, VAT in basis points. */

export type Money = number
export type Role =
  | 'dealer_manager'
  | 'back_office'
  | 'salesperson'
  | 'technician'
  | 'auditor'
  | 'audit_manager'
export type Module = 'mechanics' | 'bodywork' | 'warranty'
export type Mode = 'after_sales' | 'sales'
export type Status = 'pending' | 'sent' | 'read' | 'answered' | 'closed'
export type Urgency = 'ok' | 'offered' | 'advised' | 'urgent'
export type Decision = 'none' | 'accepted' | 'refused'
export type Origin = 'phone' | 'in_person' | 'email' | 'sms'
export type Right =
  | 'interventions.read'
  | 'interventions.write'
  | 'interventions.send'
  | 'interventions.close'
  | 'media.write'
  | 'users.manage'
  | 'devices.manage'
  | 'dealership.read'
  | 'dealership.manage'
  | 'colleagues.read'
  | 'statistics.read'
  | 'phone'

export interface Brand {
  id: string
  name: string
  color: string
}

export interface Dealership {
  name: string
  address: string
  phone: string
  email: string
  website: string
  country: string
  language: string
  time_zone: string
  currency: string
  vat_rates: number[]
  brands: Brand[]
  limits: { photos: number; video_seconds: number; video_total_seconds: number }
  version: number
}

export interface User {
  id: string
  first_name: string
  last_name: string
  email: string | null
  phone: string
  language: string
  roles: Role[]
  active: boolean
  has_password: boolean
  photo_url: string | null
  version: number
}

export interface UserInput {
  first_name: string
  last_name: string
  email?: string
  phone: string
  language: string
  roles: Role[]
  password?: string
}

export interface Session {
  user: User
  rights: Right[]
  dealership: Dealership
  version: string
}

export interface Colleague {
  id: string
  name: string
  roles: Role[]
  photo_url: string | null
}

export type DeviceState = 'waiting' | 'paired' | 'revoked'

export interface Device {
  id: string
  name: string
  app: 'fleetbox' | 'audits'
  state: DeviceState
  version_app: string | null
  platform: string | null
  last_contact_at: string | null
  paired_at: string | null
  created_at: string
}

export interface Pairing {
  code: string
  url: string
  qr_svg: string
  expires_at: string
}

export interface PairedDevice {
  token: string
  device: Device
  dealership: Dealership
}

export interface DeviceSelf {
  device: Device
  dealership: Dealership
  modes: Mode[]
  version: string
}

export interface ChecklistLine {
  id: string
  label: string
  unit_price: Money | null
  default_urgency: Urgency | null
}

export interface ChecklistCategory {
  id: string
  name: string
  lines: ChecklistLine[]
}

export interface Checklist {
  id: string
  module: Module
  version: number
  categories: ChecklistCategory[]
}

export interface Person {
  id: string
  name: string
}

export interface InterventionRow {
  id: string
  mode: Mode
  module: Module
  brand: string
  reference: string
  status: Status
  plate: string
  customer_name: string
  author: Person | null
  sender: Person | null
  assignee: Person | null
  photo_count: number
  video_count: number
  proposed: Money
  accepted: Money
  currency: string
  waiting_here: boolean
  wants_call: boolean
  paid: boolean
  answer_by: string | null
  late: boolean
  send_failed: boolean
  created_at: string
  updated_at: string
  version: number
  poster_url: string | null
}

export interface InterventionPage {
  interventions: InterventionRow[]
  next_cursor: string | null
}

export interface Vehicle {
  plate: string
  vin: string
  make: string
  model: string
  mileage: number | null
  first_registration: string | null
}

export type Title = '' | 'ms' | 'mr' | 'mx' | 'family' | 'company'

export interface Customer {
  title: Title
  first_name: string
  last_name: string
  company: string
  language: string
  email: string
  phone: string
  address: string
  kind: 'driver' | 'owner'
}

export interface Discount {
  kind: 'none' | 'amount' | 'percent'
  value: number
}

export interface WorkInput {
  id: string
  category: string
  checklist_line: string | null
  label: string
  urgency: Urgency
  unit_price: Money | null
  price_includes_vat: boolean
  vat_bp: number
  quantity: number
  discount: Discount
  note: string
  media_ids: string[]
}

export interface Work extends WorkInput {
  net: Money | null
  vat: Money | null
  gross: Money | null
  decision: Decision
  position: number
}

export interface Amounts {
  net: Money
  vat: Money
  gross: Money
}

export interface Totals extends Amounts {
  by_vat: { vat_bp: number; net: Money; vat: Money }[]
  unpriced: number
  accepted: Amounts
}

export type MediaKind = 'photo' | 'video' | 'document'
export type MediaPurpose = 'customer' | 'internal_message'

export interface Media {
  id: string
  kind: MediaKind
  purpose: MediaPurpose
  public: boolean
  position: number
  work_id: string | null
  state: 'processing' | 'ready' | 'failed'
  problem: string | null
  name: string
  size: number
  width: number | null
  height: number | null
  duration_ms: number | null
  sha256: string
  created_at: string
  urls: {
    original: string
    poster: string | null
    small: string | null
    large: string | null
    video: string | null
  }
  watched_share: number | null
}

export interface HistoryEntry {
  id: string
  at: string
  kind: string
  actor: { kind: 'user' | 'device' | 'customer' | 'system'; name: string }
  data: Record<string, unknown>
}

export interface Sending {
  id: string
  channel: 'email'
  recipient: string
  state: 'queued' | 'delivered' | 'retrying' | 'failed'
  reason: string | null
  attempts: number
  next_attempt_at: string | null
  created_at: string
  finished_at: string | null
}

export interface Answer {
  at: string
  channel: 'link' | Origin
  comment: string
  signature: string
  late: boolean
  wants_call: boolean
}

export interface InternalMessage {
  kind: 'none' | 'contact' | 'video'
  note: string
}

export interface Intervention extends InterventionRow {
  vehicle: Vehicle
  customer: Customer
  message: string
  works_done: string
  internal_message: InternalMessage
  checklist_id: string | null
  works: Work[]
  totals: Totals
  media: Media[]
  history: HistoryEntry[]
  sendings: Sending[]
  answer: Answer | null
  link: { url: string; expires_at: string; withdrawn: boolean } | null
  sendable: { ok: boolean; missing: string[]; unpriced: number }
  rights: { edit: boolean; send: boolean; accept: boolean; close: boolean }
}

/** The fields of a file that a PATCH may carry; only the changed ones are sent. */
export interface InterventionPatch {
  reference?: string
  brand?: string
  module?: Module
  vehicle?: Partial<Vehicle>
  customer?: Partial<Customer>
  message?: string
  works_done?: string
  internal_message?: InternalMessage
  answer_by?: string | null
  waiting_here?: boolean
  assignee_id?: string | null
  works?: WorkInput[]
}

export interface InterventionInput extends InterventionPatch {
  id?: string
  mode: Mode
  module: Module
  brand: string
  reference: string
  author_id?: string
  created_at?: string
}
