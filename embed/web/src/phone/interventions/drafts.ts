import { newId } from '../../shared/api/id'
import type { Intervention, Vehicle } from '../../shared/api/types'
import { modeOf, worksIn } from '../devices/mode'
import { recoverRecordings, runningRecordings } from '../media/recover'
import {
  changePreferences,
  type DraftMedia,
  dropDraft,
  dropMedia,
  lacksDrawing,
  type PhoneDB,
} from '../storage/db'
import { type Draft, type DraftWork, draftOf, type InternalKind, newDraft, notSent } from './draft'

/**
 * Begins a file in the mode in which the phone works, about what was scanned if it was a vehicle. The author is
 * whoever finished the last one on this phone.
 */
export async function beginDraft(
  db: PhoneDB,
  reference: string,
  vehicle: Partial<Vehicle> = {},
): Promise<Draft> {
  const [pairing, preferences, colleagues] = await Promise.all([
    db.get('pairing'),
    db.get('preferences'),
    db.get('colleagues'),
  ])
  const mode = pairing ? modeOf(pairing, preferences) : 'after_sales'
  const last = colleagues?.find(({ id }) => id === preferences?.last_author)
  const draft = newDraft(newId(), reference, Date.now(), {
    mode,
    brands: pairing?.dealership.brands.map(brand => brand.id) ?? [],
    authorID: last && worksIn(last, mode) ? last.id : null,
    language: pairing?.dealership.language ?? '',
    vehicle,
  })
  await db.drafts.add(draft)
  return draft
}

/** Begins an edit of an intervention on the box, or goes on with the one already begun. */
export async function beginEdit(db: PhoneDB, file: Intervention): Promise<Draft> {
  const begun = await db.drafts.get(file.id)
  if (begun) return begun
  const draft = draftOf(file, Date.now())
  await db.drafts.add(draft)
  return draft
}

/** Keeps a change at once; only files that are not finished can change. */
export async function changeDraft(
  db: PhoneDB,
  id: string,
  change: Partial<Draft> | ((draft: Draft) => Partial<Draft>),
): Promise<void> {
  await db.drafts
    .where('id')
    .equals(id)
    .modify(draft => {
      if (draft.state !== 'open') return
      Object.assign(draft, typeof change === 'function' ? change(draft) : change, { updated_at: Date.now() })
    })
}

/** The box takes no more lines in one file. */
export const mostWorks = 300

/** Changes the lines, unless that made more of them than a file holds. Answers whether there was room. */
export async function changeWorks(
  db: PhoneDB,
  id: string,
  change: (works: DraftWork[]) => DraftWork[],
): Promise<boolean> {
  let room = true
  await changeDraft(db, id, now => {
    const works = change(now.works)
    room = works.length <= Math.max(mostWorks, now.works.length)
    return room ? { works } : {}
  })
  return room
}

/** Hands the file to the outbox. What was taken off is gone for good from here on. */
export async function finishDraft(db: PhoneDB, id: string, running = runningRecordings): Promise<void> {
  await recoverRecordings(db, running)
  const removed = (await db.media.where('draft').equals(id).toArray()).filter(item => item.deleted)
  for (const item of removed) await dropMedia(db, item.id)
  await db.transaction('rw', db.drafts, db.kept, async () => {
    const draft = await db.drafts.get(id)
    if (draft?.state !== 'open') return
    const { posted } = draft.sending
    // The dealership may have switched it off since it was chosen.
    const directSending = (await db.get('pairing'))?.dealership.direct_sending
    await db.drafts.update(id, {
      state: 'finished',
      send_directly: directSending ? draft.send_directly : null,
      finished_at: Date.now(),
      sending: { ...notSent(), posted },
    })
    await changePreferences(db, { last_author: draft.author_id })
  })
}

/** Takes a finished file back into the hand; only while the box does not have it. Answers whether it did. */
export async function reopenDraft(db: PhoneDB, id: string): Promise<boolean> {
  return db.transaction('rw', db.drafts, async () => {
    const draft = await db.drafts.get(id)
    if (draft?.state !== 'finished' || draft.sending.created) return false
    await db.drafts.update(id, { state: 'open', finished_at: null })
    return true
  })
}

/** Lets a file that the person looked at be tried again, with the answer to a conflict if there was one. */
export async function releaseDraft(
  db: PhoneDB,
  id: string,
  resolution: 'mine' | 'theirs' | null,
): Promise<void> {
  await db.drafts
    .where('id')
    .equals(id)
    .modify(draft => {
      Object.assign(draft.sending, { wait: 'queued', next_at: 0, conflicts: [], resolution })
    })
}

/** Leaves out what of a file cannot arrive, for the one reason or the other, so that the rest can go. */
export async function leaveOut(db: PhoneDB, id: string, reason: 'damaged' | 'refused'): Promise<void> {
  const media = await db.media.where('draft').equals(id).toArray()
  for (const item of media.filter(item => item[reason])) {
    if (lacksDrawing(item)) await db.media.update(item.id, { drawing: [], refused: null })
    else await dropMedia(db, item.id)
  }
  await releaseDraft(db, id, null)
}

/**
 * Moves what the box does not take into that file over to a new one, which is answered; the rest can go. A photo
 * that lacks only its drawing stays: it lies in that file already.
 */
export async function moveRefused(db: PhoneDB, id: string, now = Date.now()): Promise<Draft | null> {
  return db.transaction('rw', db.drafts, db.media, async () => {
    const old = await db.drafts.get(id)
    const media = await db.media.where('draft').equals(id).toArray()
    const refused = media
      .filter(item => item.refused && !lacksDrawing(item))
      .sort((a, b) => a.position - b.position)
    if (!old || refused.length === 0) return null
    const { mode, module, brand, vehicle, customer } = old
    const internal = refused.some(item => item.purpose === 'internal_message') ? old.internal : null
    const defaults = { mode, brands: [], authorID: old.author_id, language: customer.language }
    const fresh = newDraft(newId(), old.reference, now, defaults)
    Object.assign(fresh, { module, brand, vehicle, customer, step: 'summary', visited: old.visited })
    if (internal) fresh.internal = internal
    await db.drafts.add(fresh)
    const begun = { draft: fresh.id, work_id: null, refused: null, upload_url: null, offset: 0 }
    for (const [index, item] of refused.entries())
      await db.media.update(item.id, { ...begun, position: index + 1 })
    await releaseDraft(db, id, null)
    return fresh
  })
}

/** Throws a file away for good, with its media. */
export const discardDraft = dropDraft

/** A draft shows the media that are on the phone and, for an edit, those on the box, as one list. */
export type ShownMedia =
  | { place: 'phone'; item: DraftMedia }
  | { place: 'box'; item: Draft['remote'][number] }

/** Both kinds of media in their order; removed ones are left out. */
export function shownMedia(
  draft: Draft,
  media: DraftMedia[],
  purpose: 'customer' | 'internal_message',
): ShownMedia[] {
  const local = media.map(item => ({ place: 'phone' as const, item }))
  const remote = draft.remote.map(item => ({ place: 'box' as const, item }))
  return [...local, ...remote]
    .filter(({ item }) => !item.deleted && item.purpose === purpose)
    .sort((a, b) => a.item.position - b.item.position)
}

/** Changes one shown media where it lies. */
export async function changeMedia(
  db: PhoneDB,
  draftID: string,
  shown: ShownMedia,
  change: { public?: boolean; deleted?: boolean; position?: number; work_id?: string | null },
): Promise<void> {
  if (shown.place === 'phone') {
    await db.media.update(shown.item.id, change)
    return
  }
  await changeDraft(db, draftID, draft => ({
    remote: draft.remote.map(item => (item.id === shown.item.id ? { ...item, ...change } : item)),
  }))
}

/**
 * Chooses the internal message. A private video is part of one kind only: with another one it is taken off.
 * Answers what was taken off, for takeMessageBack.
 */
export async function chooseMessage(
  db: PhoneDB,
  draftID: string,
  kind: InternalKind,
  videos: ShownMedia[],
): Promise<ShownMedia[]> {
  const removed = kind === 'video' ? [] : videos
  await setMessage(db, draftID, kind, removed, true)
  return removed
}

/** Takes chooseMessage back. */
export async function takeMessageBack(db: PhoneDB, draftID: string, removed: ShownMedia[]): Promise<void> {
  await setMessage(db, draftID, 'video', removed, false)
}

async function setMessage(
  db: PhoneDB,
  draftID: string,
  kind: InternalKind,
  videos: ShownMedia[],
  deleted: boolean,
): Promise<void> {
  await db.transaction('rw', db.media, db.drafts, async () => {
    await changeDraft(db, draftID, now => ({ internal: { ...now.internal, kind } }))
    for (const video of videos) await changeMedia(db, draftID, video, { deleted })
  })
}

/** Gives the media the order in which they are listed. */
export async function orderMedia(db: PhoneDB, draftID: string, ordered: ShownMedia[]): Promise<void> {
  await db.transaction('rw', db.media, db.drafts, async () => {
    for (const [index, shown] of ordered.entries()) {
      if (shown.item.position !== index + 1) await changeMedia(db, draftID, shown, { position: index + 1 })
    }
  })
}
