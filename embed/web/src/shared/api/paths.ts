import type * as T from './types'

/** One operation in the shape that openapi-fetch reads its types from. */
interface Op<Out, In = never, Query = never, Path = never> {
  parameters: { query?: Query; path: Path; header?: never; cookie?: never }
  requestBody: [In] extends [never] ? undefined : { content: { 'application/json': In } }
  responses: { 200: { headers: Record<string, unknown>; content: { 'application/json': Out } } }
}
type Id = { id: string }
type Versioned = { version: number }

export interface ListQuery {
  mode?: T.Mode
  q?: string
  status?: string
  module?: string
  author?: string
  sender?: string
  assignee?: string
  brand?: string
  mine?: boolean
  closed?: boolean
  limit?: number
  cursor?: string
}

/** The operations that the apps use. */
export interface paths {
  '/api/setup': {
    get: Op<{ needed: boolean }>
    post: Op<
      T.Session,
      {
        code: string
        dealership: Pick<T.Dealership, 'name' | 'language' | 'time_zone' | 'currency'>
        brands: { name: string; color: string }[]
        manager: { first_name: string; last_name: string; email: string; password: string }
      }
    >
  }
  '/api/session': {
    get: Op<T.Session>
    post: Op<T.Session, { email: string; password: string; remember: boolean }>
    delete: Op<undefined>
  }
  '/api/profile': {
    patch: Op<T.User, Partial<Pick<T.User, 'first_name' | 'last_name' | 'phone' | 'language'>>>
  }
  '/api/profile/password': { post: Op<undefined, { current: string; new: string }> }
  '/api/users': { get: Op<{ users: T.User[] }>; post: Op<T.User, T.UserInput> }
  '/api/users/{id}': {
    patch: Op<T.User, Partial<T.UserInput> & Versioned & { active?: boolean }, never, Id>
  }
  '/api/users/{id}/photo': { delete: Op<T.User, never, never, Id> }
  '/api/colleagues': { get: Op<{ colleagues: T.Colleague[] }> }
  '/api/dealership': { get: Op<T.Dealership>; put: Op<T.Dealership, T.Dealership> }
  '/api/devices': {
    get: Op<{ devices: T.Device[] }>
    post: Op<{ device: T.Device; pairing: T.Pairing }, Pick<T.Device, 'name' | 'app'>>
  }
  '/api/devices/{id}': { delete: Op<undefined, never, never, Id> }
  '/api/devices/{id}/pairing': { post: Op<T.Pairing, never, never, Id> }
  '/api/devices/pair': {
    post: Op<T.PairedDevice, { code: string; app_version: string; platform: string }>
  }
  '/api/devices/me': { get: Op<T.DeviceSelf> }
  '/api/checklists': {
    get: Op<{ checklists: T.Checklist[] }, never, { module?: T.Module; brand?: string; language?: string }>
  }
  '/api/messages/default': { get: Op<{ text: string }, never, { mode: T.Mode; language: string }> }
  '/api/interventions': {
    get: Op<T.InterventionPage, never, ListQuery>
    post: Op<T.Intervention, T.InterventionInput>
  }
  '/api/interventions/{id}': {
    get: Op<T.Intervention, never, never, Id>
    patch: Op<T.Intervention, T.InterventionPatch & Versioned, never, Id>
    delete: Op<undefined, never, never, Id>
  }
  '/api/interventions/{id}/send': {
    post: Op<T.Intervention, { channels: 'email'[]; press_id: string }, never, Id>
  }
  '/api/interventions/{id}/sendings/{sid}/retry': {
    post: Op<T.Intervention, never, never, { id: string; sid: string }>
  }
  '/api/interventions/{id}/share': { post: Op<{ url: string }, Record<string, never>, never, Id> }
  '/api/interventions/{id}/withdraw': { post: Op<T.Intervention, Record<string, never>, never, Id> }
  '/api/interventions/{id}/accept': {
    post: Op<
      T.Intervention,
      Versioned & { works: { id: string; decision: T.Decision }[]; origin: T.Origin; notify: 'email'[] },
      never,
      Id
    >
  }
  '/api/interventions/{id}/close': { post: Op<T.Intervention, Versioned, never, Id> }
  '/api/interventions/{id}/reopen': { post: Op<T.Intervention, Versioned, never, Id> }
  '/api/interventions/{id}/duplicate': {
    post: Op<T.Intervention, { reference: string; brand: string; module: T.Module }, never, Id>
  }
  '/api/interventions/{id}/media-order': { put: Op<T.Intervention, { ids: string[] }, never, Id> }
  '/api/media/{id}': {
    patch: Op<
      T.Media,
      { public?: boolean; position?: number; work_id?: string | null; name?: string },
      never,
      Id
    >
    delete: Op<undefined, never, never, Id>
  }
  '/api/media/{id}/restore': { post: Op<T.Media, never, never, Id> }
}
