import { isProblem, Problem } from '../../shared/api/problem'
import type { Intervention } from '../../shared/api/types'
import { changePairing } from '../devices/device'
import { contentOf, type Draft, type Sending, type Wait } from '../interventions/draft'
import { type DraftMedia, dropDelivered, lacksDrawing, mediaOf, type PhoneDB } from '../storage/db'
import type { Box } from './box'
import { fieldsOfDraft, groupsOfDraft, mergeEdit, newWork, type Seen, seenOnBox, seenOnPhone } from './merge'
import { longestPause, pauseAfter } from './pace'
import { Damaged, uploadMedia } from './upload'

export interface Surroundings {
  db: PhoneDB
  box: Box
  now: () => number
  vatBP: number
  /** Tried now although a pause has not run out: the person or the network asked for it. */
  eager?: boolean
}

export interface Outcome {
  /** Finished files that are still on the phone. */
  left: number
  /** When the next of them may be tried; null when none waits for time. */
  nextAt: number | null
}

/** Waits that only a person can end. */
const needsPerson: readonly Wait[] = ['revoked', 'conflict', 'not_editable', 'not_sent', 'damaged']
/** Waits that no time ends, but perhaps what somebody did on the box: tried when the phone is taken up. */
const needsReason: readonly Wait[] = ['media_refused', 'drawing_late']

/** Waits under which nothing else would fare better. */
const stopsAll: readonly Wait[] = ['offline', 'revoked', 'disk_full']

/**
 * Brings every finished file to the box, oldest first, and takes it off the phone once the box has
 * acknowledged all of it. Running it again at any moment, also after being killed in the middle, is safe.
 * Only one may run at a time on a phone: the caller holds the lock.
 */
export async function drain(s: Surroundings): Promise<Outcome> {
  for (const id of await finished(s.db)) {
    const draft = await s.db.drafts.get(id)
    if (draft?.state !== 'finished' || !due(draft.sending, s)) continue
    const goOn = await attempt(s, draft)
    if (!goOn) break
  }
  return outcome(s.db)
}

async function finished(db: PhoneDB): Promise<string[]> {
  const drafts = await db.drafts.where('state').equals('finished').toArray()
  return drafts.sort((a, b) => (a.finished_at ?? 0) - (b.finished_at ?? 0)).map(draft => draft.id)
}

function due(sending: Sending, s: Surroundings): boolean {
  if (needsPerson.includes(sending.wait)) return false
  if (s.eager) return true
  if (needsReason.includes(sending.wait)) return false
  const ahead = sending.next_at - s.now()
  return ahead <= 0 || ahead > longestPause
}

/** Tries one file; false when the rest would fail for the same reason. */
async function attempt(s: Surroundings, draft: Draft): Promise<boolean> {
  const before = await arrived(s.db, draft.id)
  try {
    await note(s.db, draft.id, { wait: 'sending', detail: '' })
    await sendDraft(s, draft)
    return true
  } catch (error) {
    // A link that brings something before it breaks is not one to wait for.
    if ((await arrived(s.db, draft.id)) > before) await note(s.db, draft.id, { tries: 0 })
    return await postpone(s, draft.id, error)
  }
}

/** How many bytes of a file the box is known to have. */
async function arrived(db: PhoneDB, draft: string): Promise<number> {
  const media = await db.media.where('draft').equals(draft).toArray()
  return media.reduce((sum, item) => sum + item.offset, 0)
}

async function sendDraft(s: Surroundings, draft: Draft): Promise<void> {
  const refusal = draft.sending.created ? null : await deliver(s, draft)
  await sendMedia(s, draft.id)
  const media = await mediaOf(s.db, draft.id)
  const refused = media.filter(item => item.refused)
  if (refused.length > 0)
    throw new Problem(422, { code: refused.every(lacksDrawing) ? 'drawing_late' : 'media_refused' })
  // A recording that is still being saved is not there yet: nothing may be forgotten before it is.
  if (media.some(item => item.state !== 'confirmed')) throw stillSaving()
  await tidyMedia(s.box, draft, media)
  if (refusal) throw refusal
  if (draft.send_directly !== null) await sendDirectly(s.box, draft.id, draft.send_directly)
  const file = await s.box.json<Intervention>('GET', `/api/interventions/${draft.id}`).catch(() => null)
  if (file) await s.db.files.put({ id: file.id, file, at: s.now() })
  if (!(await dropDelivered(s.db, draft.id))) throw stillSaving()
}

/** Brings every photo and video that goes; only then throws what has kept another one here. */
async function sendMedia(s: Surroundings, draft: string): Promise<void> {
  const failures: unknown[] = []
  for (const item of uploadOrder(await mediaOf(s.db, draft))) {
    try {
      if (item.refused) await s.db.media.update(item.id, { refused: null })
      await uploadMedia(s.db, s.box, item.id)
      await note(s.db, draft, { tries: 0 })
    } catch (error) {
      const { wait } = reasonOf(error)
      if (stopsAll.includes(wait)) throw error
      if (error instanceof Problem && refusals.includes(wait)) await keepRefusal(s.db, item.id, error)
      else failures.push(error)
    }
  }
  if (failures.length > 0) throw failures.find(error => !(error instanceof Damaged)) ?? failures[0]
}

/** What the box will not take however often it is asked. */
const refusals: readonly Wait[] = ['refused', 'not_editable']

async function keepRefusal(db: PhoneDB, media: string, { code, detail }: Problem): Promise<void> {
  await db.media.update(media, { refused: { code, detail } })
}

/** Sends the message to the customer: all of it is there now. The same press again sends nothing more. */
async function sendDirectly(box: Box, id: string, press: string): Promise<void> {
  const body = { channels: ['email'], press_id: press }
  await box.json('POST', `/api/interventions/${id}/send-directly`, body).catch(error => {
    // Somebody in the office was quicker: the mail is on its way.
    if (!isProblem(error, 'already_queued')) throw error
  })
}

/** Why the office has to send what the phone could not; the file itself has arrived. */
const leftToOffice = [
  'direct_sending_off',
  'mail_not_set_up',
  'not_sendable',
  'not_sendable_now',
  'sharing_ended',
]

const stillSaving = () => new Problem(423, { code: 'still_saving' })

/**
 * The intervention itself. Answers why its fields could not be brought although the file is on the box: its
 * photos and videos go there all the same.
 */
async function deliver(s: Surroundings, draft: Draft): Promise<Problem | null> {
  try {
    await bring(s, draft)
  } catch (error) {
    if (error instanceof Problem && keptOut.includes(waitOf(error))) return error
    throw error
  }
  await note(s.db, draft.id, { created: true, tries: 0 })
  return null
}

/** What keeps fields out of a file that the box has. */
const keptOut: readonly Wait[] = ['conflict', 'not_editable']

/** Created under the phone's own identifier, or the edit merged into what is there. */
async function bring(s: Surroundings, draft: Draft): Promise<void> {
  if (draft.base !== null) return bringEdit(s, draft, seenOnBox(draft.base), draft.base)
  const { posted } = draft.sending
  if (!posted) await note(s.db, draft.id, { posted: contentOf(draft) })
  const created = await s.box.json<Intervention>('POST', '/api/interventions', inputOf(draft, s.vatBP))
  if (!posted) return
  // An earlier attempt may have left an older state of this file there, its answer lost, and the office may
  // have worked on that since: only what the person changed after that attempt is an edit.
  await bringEdit(s, draft, seenOnPhone(posted), created)
}

async function bringEdit(s: Surroundings, draft: Draft, base: Seen, onBox: Intervention): Promise<void> {
  let current = onBox
  for (let round = 0; round < 3; round++) {
    const { patch, conflicts } = mergeEdit(base, draft, current, {
      vatBP: s.vatBP,
      prefer: draft.sending.resolution,
    })
    if (conflicts.length > 0) {
      await note(s.db, draft.id, { conflicts })
      throw new Problem(409, { code: 'conflict' })
    }
    if (Object.keys(patch).length === 0) return
    try {
      const path = `/api/interventions/${draft.id}`
      await s.box.json<Intervention>('PATCH', path, { version: current.version, ...patch })
      return
    } catch (error) {
      if (isFixed(error)) await note(s.db, draft.id, { conflicts: Object.keys(patch) })
      if (!isProblem(error, 'changed_meanwhile')) throw error
      current = await s.box.json<Intervention>('GET', `/api/interventions/${draft.id}`)
    }
  }
  throw new Problem(503, {})
}

function inputOf(draft: Draft, vatBP: number) {
  return {
    id: draft.id,
    mode: draft.mode,
    ...fieldsOfDraft(draft),
    ...groupsOfDraft(draft),
    works: draft.works.map(work => newWork(work, vatBP)),
  }
}

/** What is half there goes first, so that no begun upload is left behind; then in the order shown. */
function uploadOrder(media: DraftMedia[]): DraftMedia[] {
  const open = media.filter(item => item.state === 'kept')
  return [...open.filter(item => item.upload_url !== null), ...open.filter(item => item.upload_url === null)]
}

/** Brings changes of media that already lay on the box: locks, removals, order. */
async function tidyMedia(box: Box, draft: Draft, added: DraftMedia[]): Promise<void> {
  if (draft.base === null || draft.remote.length === 0) return
  const before = new Map(draft.base.media.map(item => [item.id, item]))
  for (const item of draft.remote) {
    if (item.deleted) await gone(box.json('DELETE', `/api/media/${item.id}`))
    else if (before.get(item.id)?.public !== item.public)
      await gone(box.json('PATCH', `/api/media/${item.id}`, { public: item.public }))
  }
  const moved = draft.remote.some(item => !item.deleted && before.get(item.id)?.position !== item.position)
  if (!moved) return
  const ids = [...draft.remote.filter(item => !item.deleted), ...added]
    .filter(item => item.purpose === 'customer')
    .sort((a, b) => a.position - b.position)
    .map(item => item.id)
  await gone(box.json('PUT', `/api/interventions/${draft.id}/media-order`, { ids }))
}

/** What is already gone from the box needs no second going. */
async function gone(call: Promise<unknown>): Promise<void> {
  await call.catch(error => {
    if (!(error instanceof Problem) || error.status !== 404) throw error
  })
}

async function postpone(s: Surroundings, id: string, error: unknown): Promise<boolean> {
  const { wait, detail } = reasonOf(error)
  const tries = ((await s.db.drafts.get(id))?.sending.tries ?? 0) + 1
  const waiting = { wait, detail, tries, next_at: s.now() + pauseAfter(tries) }
  if (wait === 'revoked') await shutOut(s, id, waiting)
  else await note(s.db, id, waiting)
  return !stopsAll.includes(wait)
}

/** Why it did not go, in a word for which the app has a sentence, and the box's own words beside it. */
export function reasonOf(error: unknown): { wait: Wait; detail: string } {
  if (error instanceof Damaged) return { wait: 'damaged', detail: '' }
  if (!(error instanceof Problem)) return { wait: 'box_busy', detail: '' }
  return { wait: waitOf(error), detail: error.detail }
}

function waitOf(problem: Problem): Wait {
  if (problem.unreachable) return 'offline'
  if (problem.status === 401) return 'revoked'
  if (leftToOffice.includes(problem.code)) return 'not_sent'
  if (problem.status === 507) return 'disk_full'
  if (problem.code === 'still_saving') return 'saving'
  if (problem.code === 'media_refused' || problem.code === 'drawing_late') return problem.code
  if (problem.code === 'conflict') return 'conflict'
  if (isFixed(problem)) return 'not_editable'
  if (problem.temporary || problem.status === 423 || problem.status === 408) return 'box_busy'
  return 'refused'
}

/** The office has sent or closed the file: its fields stay as they are. */
function isFixed(error: unknown): boolean {
  return isProblem(error, 'not_editable') || isProblem(error, 'closed')
}

/** The box no longer takes this token: everything waits for a new pairing, unless there is one already. */
async function shutOut(s: Surroundings, id: string, waiting: Partial<Sending>): Promise<void> {
  await s.db.transaction('rw', s.db.kept, s.db.drafts, async () => {
    const current = await changePairing(s.db, s.box.token, { revoked: true })
    await note(s.db, id, current ? waiting : { ...waiting, wait: 'queued', next_at: 0 })
  })
}

async function note(db: PhoneDB, id: string, change: Partial<Sending>): Promise<void> {
  await db.drafts
    .where('id')
    .equals(id)
    .modify(draft => {
      Object.assign(draft.sending, change)
    })
}

async function outcome(db: PhoneDB): Promise<Outcome> {
  const left = await db.drafts.where('state').equals('finished').toArray()
  const waiting = left.filter(({ sending }) => ![...needsPerson, ...needsReason].includes(sending.wait))
  const times = waiting.map(draft => draft.sending.next_at)
  return { left: left.length, nextAt: times.length > 0 ? Math.min(...times) : null }
}
