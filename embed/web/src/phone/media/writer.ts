import { createSHA256 } from 'hash-wasm'
import { newId } from '../../shared/api/id'
import { type DraftMedia, dropMedia, type PhoneDB } from '../storage/db'
import { holdLock, recordingLock } from './lock'

/** The largest part that is kept in one piece; recorder slices are smaller by themselves. */
export const PART_BYTES = 4 << 20

export interface Begin {
  draft: string
  kind: 'photo' | 'video'
  purpose: 'customer' | 'internal_message'
  public: boolean
  work_id: string | null
  type: string
  name?: string
  /** Its size, where that is known before the first byte: with less of it the file is not whole. */
  expects?: number
  /** From the gallery, where the whole one still lies. */
  picked?: boolean
}

/**
 * Writes a photo or video to the phone's storage while it comes into being. What append has answered for is
 * safe; seal makes it a media of the draft. A file that is never sealed is found by the recovery.
 */
export interface MediaWriter {
  id: string
  append(bytes: ArrayBuffer, durationMs?: number): Promise<void>
  /** Ends the file; null when not a byte had come. */
  seal(facts: Facts): Promise<DraftMedia | null>
  drop(): Promise<void>
}

/** The draft has been finished or thrown away: nothing more comes into it. */
export class DraftGone extends Error {}

/** Begins a media at the end of the draft's list. Throws DraftGone when the draft is no longer open. */
export async function beginMedia(db: PhoneDB, begin: Begin, now = Date.now()): Promise<MediaWriter> {
  const id = newId(now)
  const sum = await createSHA256()
  sum.init()
  const release = await holdLock(recordingLock(id))
  await addMedia(db, begin, id, now).catch(error => {
    release()
    throw error
  })
  let size = 0
  return {
    id,
    append: async (bytes, durationMs) => {
      await appendPart(db, id, size, bytes, durationMs)
      sum.update(new Uint8Array(bytes))
      size += bytes.byteLength
    },
    seal: facts => sealMedia(db, id, { ...facts, size, sha256: sum.digest('hex') }).finally(release),
    drop: () => dropMedia(db, id).finally(release),
  }
}

async function addMedia(db: PhoneDB, begin: Begin, id: string, now: number): Promise<void> {
  await db.transaction('rw', db.drafts, db.media, async () => {
    if ((await db.drafts.get(begin.draft))?.state !== 'open') throw new DraftGone()
    await db.media.add({
      ...begin,
      id,
      position: await nextPosition(db, begin.draft),
      state: 'recording',
      name: begin.name ?? nameOf(begin.kind, begin.type, now),
      size: 0,
      sha256: null,
      duration_ms: null,
      thumb: null,
      recovered: false,
      deleted: false,
      offset: 0,
      upload_url: null,
      mismatches: 0,
      damaged: false,
      created_at: now,
    })
  })
}

async function sealMedia(
  db: PhoneDB,
  id: string,
  facts: Facts & Pick<DraftMedia, 'size' | 'sha256'>,
): Promise<DraftMedia | null> {
  if (facts.size === 0) {
    await dropMedia(db, id)
    return null
  }
  await db.media.update(id, { ...facts, state: 'kept' })
  return (await db.media.get(id)) ?? null
}

async function appendPart(db: PhoneDB, id: string, start: number, bytes: ArrayBuffer, durationMs?: number) {
  await db.transaction('rw', db.media, db.parts, async () => {
    if (!(await db.media.get(id))) throw new DraftGone() // its bytes would lie there for good
    await db.parts.add({ media: id, start, bytes })
    await db.media.update(id, {
      size: start + bytes.byteLength,
      ...(durationMs === undefined ? {} : { duration_ms: durationMs }),
    })
  })
}

export interface Facts {
  duration_ms: number | null
  thumb: string | null
}

/** Keeps a whole file from the camera. */
export async function keepFile(
  db: PhoneDB,
  begin: Begin,
  file: Blob,
  facts: Facts,
): Promise<DraftMedia | null> {
  return fill(await beginMedia(db, { ...begin, expects: file.size }), file, facts)
}

/** Writes a whole file in parts; told tells how much is done. */
export async function fill(
  writer: MediaWriter,
  file: Blob,
  facts: Facts,
  told: (share: number) => void = () => {},
): Promise<DraftMedia | null> {
  try {
    for (let at = 0; at < file.size; at += PART_BYTES) {
      await writer.append(await file.slice(at, at + PART_BYTES).arrayBuffer())
      told(Math.min(1, (at + PART_BYTES) / file.size))
    }
    return await writer.seal(facts)
  } catch (error) {
    await writer.drop()
    throw error
  }
}

async function nextPosition(db: PhoneDB, draft: string): Promise<number> {
  const media = await db.media.where('draft').equals(draft).toArray()
  const remote = (await db.drafts.get(draft))?.remote ?? []
  return Math.max(0, ...media.map(item => item.position), ...remote.map(item => item.position)) + 1
}

function nameOf(kind: 'photo' | 'video', type: string, now: number): string {
  const stamp = new Date(now).toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-')
  return `${kind}-${stamp}.${extensionOf(type)}`
}

function extensionOf(type: string): string {
  const plain = type.split(';')[0] ?? ''
  const known: Record<string, string> = {
    'image/jpeg': 'jpg',
    'image/png': 'png',
    'image/heic': 'heic',
    'image/webp': 'webp',
    'video/mp4': 'mp4',
    'video/webm': 'webm',
    'video/quicktime': 'mov',
  }
  return known[plain] ?? 'bin'
}
