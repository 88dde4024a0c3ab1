import { isProblem, Problem, problemOf } from '../../shared/api/problem'
import { type DraftMedia, type PhoneDB, partsOf, readBytes } from '../storage/db'
import type { Box } from './box'
import { firstPiece, nextPiece, pieceTimeout } from './pace'

const TUS = { 'Tus-Resumable': '1.0.0' }

/** Bytes are missing here, or three times were not those that had been saved: the file is damaged. */
export class Damaged extends Error {}

/**
 * Brings one file to the box and forgets its bytes once the box has confirmed their SHA-256, and what is drawn on them.
 * It goes on where the box stands, whatever the phone believes; every answer is kept before the next piece
 * leaves. Throws Problem when the box refuses or cannot be reached, Damaged when the sums never agree.
 */
export async function uploadMedia(db: PhoneDB, box: Box, id: string): Promise<void> {
  for (let round = 0; round < 4; round++) {
    const item = await db.media.get(id)
    if (!item || item.state === 'confirmed') return
    const confirmed = await pass(db, box, item)
    if (confirmed !== null) return settle(db, box, item, confirmed)
  }
  throw new Problem(423, {})
}

/** One attempt from the box's offset to the last byte; null when it has to begin again. */
async function pass(db: PhoneDB, box: Box, item: DraftMedia): Promise<string | null> {
  const place = await locate(db, box, item)
  if (place === null) return null
  if (place.sha256 !== null) return place.sha256
  return sendFrom(db, box, item, place.url, place.offset)
}

interface Place {
  url: string
  offset: number
  sha256: string | null
}

async function locate(db: PhoneDB, box: Box, item: DraftMedia): Promise<Place | null> {
  if (item.upload_url === null) return create(db, box, item)
  const place = await ask(box, item.upload_url)
  if (place === null) {
    await forgetUpload(db, item.id)
    return null
  }
  await db.media.update(item.id, { offset: place.offset })
  return place
}

async function create(db: PhoneDB, box: Box, item: DraftMedia): Promise<Place> {
  const response = await box.fetch('/api/uploads', {
    method: 'POST',
    headers: { ...TUS, 'Upload-Length': String(item.size), 'Upload-Metadata': metadataOf(item) },
  })
  if (response.status !== 201 && response.status !== 200) throw await problemOf(response)
  const location = response.headers.get('Location')
  if (location === null) throw new Problem(0, {})
  // The path alone: the box may be reached under another name tomorrow.
  const url = new URL(location, 'http://box').pathname
  await db.media.update(item.id, { upload_url: url })
  // The box may know this upload from a time whose answer was lost: it says where it stands.
  const place = await ask(box, url)
  if (place === null) throw new Problem(0, {})
  await db.media.update(item.id, { offset: place.offset })
  return place
}

/** Where the box stands; null when it no longer knows the upload. */
async function ask(box: Box, url: string): Promise<Place | null> {
  const response = await box.fetch(url, { method: 'HEAD', headers: TUS })
  if (response.status === 404 || response.status === 410) return null
  if (!response.ok) throw await problemOf(response)
  const offset = offsetOf(response)
  if (offset === null) throw new Problem(0, {})
  return { url, offset, sha256: response.headers.get('X-FleetBox-Sha256') }
}

async function sendFrom(
  db: PhoneDB,
  box: Box,
  item: DraftMedia,
  url: string,
  from: number,
): Promise<string | null> {
  let offset = from
  let piece = firstPiece
  while (offset < item.size) {
    const bytes = await readBytes(db, item.id, offset, piece)
    if (bytes.byteLength === 0) return damage(db, item.id)
    const began = performance.now()
    const response = await sendPiece(box, url, offset, bytes)
    if (response.status === 460 || response.status === 409) return again(db, item, response)
    if (response.status === 404 || response.status === 410) return forgetUpload(db, item.id)
    if (!response.ok) throw await problemOf(response)
    const next = offsetOf(response)
    if (next === null || next <= offset) throw new Problem(0, {})
    offset = next
    await db.media.update(item.id, { offset })
    const sum = response.headers.get('X-FleetBox-Sha256')
    if (sum !== null) return sum
    piece = nextPiece(piece, performance.now() - began)
  }
  const place = await ask(box, url)
  if (place === null) return forgetUpload(db, item.id)
  // Every byte is there and the sum is still being made: asked again later.
  if (place.sha256 === null) throw new Problem(423, {})
  return place.sha256
}

async function sendPiece(box: Box, url: string, offset: number, bytes: ArrayBuffer): Promise<Response> {
  const sum = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return box.fetch(url, {
    method: 'PATCH',
    body: bytes,
    timeoutMs: pieceTimeout(bytes.byteLength),
    headers: {
      ...TUS,
      'Content-Type': 'application/offset+octet-stream',
      'Upload-Offset': String(offset),
      'Upload-Checksum': `sha256 ${btoa(String.fromCharCode(...sum))}`,
    },
  })
}

/** A piece or the whole did not match, or the box stands elsewhere: ask it and go on from there. */
async function again(db: PhoneDB, item: DraftMedia, response: Response): Promise<null> {
  if (response.status === 460) await countMismatch(db, item.id)
  return null
}

async function countMismatch(db: PhoneDB, id: string): Promise<void> {
  const item = await db.media.get(id)
  const mismatches = (item?.mismatches ?? 0) + 1
  await db.media.update(id, { mismatches })
  if (mismatches >= 3) await damage(db, id)
}

/** Marks a file that can never arrive whole. */
async function damage(db: PhoneDB, id: string): Promise<never> {
  await db.media.update(id, { damaged: true })
  throw new Damaged(id)
}

async function settle(db: PhoneDB, box: Box, item: DraftMedia, sum: string): Promise<void> {
  if (sum.toLowerCase() !== item.sha256) {
    await forgetUpload(db, item.id)
    await countMismatch(db, item.id)
    throw new Problem(423, {})
  }
  await bringDrawing(box, item)
  await db.transaction('rw', db.media, db.parts, async () => {
    await db.media.update(item.id, { state: 'confirmed', offset: item.size })
    await partsOf(db, item.id).delete()
  })
}

/** As often as it takes: the same shapes again change nothing on the box. */
async function bringDrawing(box: Box, item: DraftMedia): Promise<void> {
  if (!item.drawing?.length) return
  try {
    await box.json('PUT', `/api/media/${item.id}/drawing`, { shapes: item.drawing, version: 0 })
  } catch (error) {
    if (!overtaken.some(code => isProblem(error, code))) throw error
  }
}

/** The office has drawn on the photo or deleted it since it arrived, or the box cannot read it: that stands. */
const overtaken = ['changed_meanwhile', 'not_found', 'not_drawable']

async function forgetUpload(db: PhoneDB, id: string): Promise<null> {
  await db.media.update(id, { upload_url: null, offset: 0 })
  return null
}

function offsetOf(response: Response): number | null {
  const text = response.headers.get('Upload-Offset')
  return text !== null && /^\d+$/.test(text) ? Number(text) : null
}

function metadataOf(item: DraftMedia): string {
  const values: Record<string, string> = {
    intervention: item.draft,
    id: item.id,
    kind: item.kind,
    purpose: item.purpose,
    public: String(item.public),
    filename: item.name,
    sha256: item.sha256 ?? '',
    position: String(item.position),
  }
  if (item.work_id !== null) values.work = item.work_id
  return Object.entries(values)
    .map(([name, value]) => `${name} ${base64(value)}`)
    .join(',')
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)))
}
