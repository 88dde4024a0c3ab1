import Dexie, { type Table } from 'dexie'
import type {
  Checklist,
  Colleague,
  Dealership,
  Device,
  Intervention,
  InterventionRow,
  Measure,
  Measurement,
  Mode,
} from '../../shared/api/types'
import type { Shape } from '../../shared/drawing/shapes'
import type { Draft } from '../interventions/draft'
import { takeSales, takeValues } from './upgrades'

/** The paired device; the token is the phone's only key and never leaves it but to the box. */
export interface Pairing {
  token: string
  device: Device
  dealership: Dealership
  /** The box has refused this token: only a new pairing helps, and nothing is lost by it. */
  revoked: boolean
  version: string
  /** Under which the box answers in its network, as it last said. */
  origins?: string[]
  /** The largest file that the box takes. */
  max_upload_bytes?: number
}

export interface Preferences {
  language: string | null
  last_author: string | null
  /** In which of the device's modes the phone works; null: the first of them. */
  mode: Mode | null
}

/** Single values under a name, so that each of them changes alone. */
interface KeptValues {
  pairing: Pairing
  colleagues: Colleague[]
  preferences: Preferences
  /** When the list of interventions of each mode was last received whole (milliseconds). */
  list_at: Partial<Record<Mode, number>>
  refreshed_at: number
  /** By how much the box's clock was ahead of the phone's (milliseconds). */
  clock_skew: number
  /** Files that were not taken in whole before the app was closed; nothing is left of them here. */
  lost_imports: LostImport[]
  /** How each kind is measured, as the box last said. */
  measures: Measure[]
}

export interface LostImport {
  reference: string
  name: string
}

export type KeptKey = keyof KeptValues

interface Kept {
  key: KeptKey
  value: KeptValues[KeptKey]
}

export interface KeptChecklists {
  /** module|brand|language */
  key: string
  checklists: Checklist[]
}

/** What was measured on a vehicle at earlier visits. */
export interface KeptMeasurements {
  /** plate|vin */
  key: string
  measurements: Measurement[]
  at: number
}

/** recording: slices still arrive; kept: whole, its sum is known; confirmed: the box has acknowledged every byte. */
export type MediaState = 'recording' | 'kept' | 'confirmed'

export interface DraftMedia {
  id: string
  draft: string
  kind: 'photo' | 'video'
  purpose: 'customer' | 'internal_message'
  public: boolean
  position: number
  work_id: string | null
  state: MediaState
  name: string
  type: string
  size: number
  sha256: string | null
  duration_ms: number | null
  /** A small picture as data address, with the drawing. */
  thumb: string | null
  /** What was drawn on the photo; it goes to the box after the photo. */
  drawing?: Shape[]
  /** Its size, where that was known before the first byte. */
  expects?: number
  /** From the gallery, where the whole one still lies. */
  picked?: boolean
  /** Saved by the recovery of an interrupted recording and not yet looked at. */
  recovered: boolean
  /** Taken off by the person; kept until the step is left so that it can be undone. */
  deleted: boolean
  /** Bytes that the box says it holds. */
  offset: number
  upload_url: string | null
  /** How often the box found another sum than the phone. */
  mismatches: number
  /** Its bytes can never arrive whole: only leaving it out helps. */
  damaged: boolean
  /** Why the box does not take it: only a person can end that. */
  refused?: { code: string; detail: string } | null
  created_at: number
}

/** A refused photo whose bytes the box has all: what it does not take any more is the drawing. */
export const lacksDrawing = ({ refused, drawing, offset, size }: DraftMedia): boolean =>
  Boolean(refused && drawing?.length) && offset === size

/** A piece of a file; parts of one media follow each other without a gap. */
export interface Part {
  media: string
  start: number
  bytes: ArrayBuffer
}

export class PhoneDB extends Dexie {
  kept!: Table<Kept, KeptKey>
  checklists!: Table<KeptChecklists, string>
  rows!: Table<InterventionRow, string>
  files!: Table<{ id: string; file: Intervention; at: number }, string>
  drafts!: Table<Draft, string>
  media!: Table<DraftMedia, string>
  parts!: Table<Part, [string, number]>
  measurements!: Table<KeptMeasurements, string>

  constructor(name = 'fleetbox-phone') {
    // Strict: a slice that was reported as saved survives an empty battery.
    super(name, { chromeTransactionDurability: 'strict' })
    this.version(1).stores({
      kept: 'key',
      checklists: 'key',
      rows: 'id, created_at',
      files: 'id, at',
      drafts: 'id, state',
      media: 'id, draft, state',
      parts: '[media+start]',
    })
    this.version(2).stores({ measurements: 'key, at' }).upgrade(takeValues)
    this.version(3).stores({ rows: 'id, mode, created_at' }).upgrade(takeSales)
  }

  async get<K extends KeptKey>(key: K): Promise<KeptValues[K] | undefined> {
    return (await this.kept.get(key))?.value as KeptValues[K] | undefined
  }

  async set<K extends KeptKey>(key: K, value: KeptValues[K]): Promise<void> {
    await this.kept.put({ key, value })
  }
}

/** Changes some of the preferences; the others stay. */
export async function changePreferences(db: PhoneDB, change: Partial<Preferences>): Promise<void> {
  await db.transaction('rw', db.kept, async () => {
    const preferences = await db.get('preferences')
    await db.set('preferences', { language: null, last_author: null, mode: null, ...preferences, ...change })
  })
}

/** The media of a draft that still count, in the order in which the customer will see them. */
export async function mediaOf(db: PhoneDB, draft: string): Promise<DraftMedia[]> {
  const all = await db.media.where('draft').equals(draft).toArray()
  return all.filter(item => !item.deleted).sort((a, b) => a.position - b.position)
}

/** Bytes from an offset on, at most `most` of them, gathered over the parts; empty at the end. */
export async function readBytes(
  db: PhoneDB,
  media: string,
  offset: number,
  most: number,
): Promise<ArrayBuffer> {
  const first = await db.parts
    .where('[media+start]')
    .between([media, Dexie.minKey], [media, offset], true, true)
    .last()
  if (!first) return new ArrayBuffer(0)
  const parts = await db.parts
    .where('[media+start]')
    .between([media, first.start], [media, offset + most], true, false)
    .toArray()
  const pieces = parts.map(part => {
    const from = Math.max(0, offset - part.start)
    return part.bytes.slice(from, Math.min(part.bytes.byteLength, offset + most - part.start))
  })
  return join(pieces)
}

/** The whole file for playing it. Each part becomes a blob at once: those the browser keeps out of memory. */
export async function readBlob(db: PhoneDB, item: Pick<DraftMedia, 'id' | 'type'>): Promise<Blob> {
  const parts: Blob[] = []
  await partsOf(db, item.id).each(part => {
    parts.push(new Blob([part.bytes]))
  })
  return new Blob(parts, { type: item.type.split(';')[0] })
}

/** All parts of a file, from its first byte on. */
export function partsOf(db: PhoneDB, media: string) {
  return db.parts.where('[media+start]').between([media, Dexie.minKey], [media, Dexie.maxKey])
}

/** Removes a media with its bytes. */
export async function dropMedia(db: PhoneDB, media: string): Promise<void> {
  await db.transaction('rw', db.media, db.parts, async () => {
    await partsOf(db, media).delete()
    await db.media.delete(media)
  })
}

/** Removes a draft with all its media; only for what the box has, or what the person threw away. */
export async function dropDraft(db: PhoneDB, draft: string): Promise<void> {
  await db.transaction('rw', db.drafts, db.media, db.parts, async () => {
    const media = await db.media.where('draft').equals(draft).primaryKeys()
    for (const id of media) await partsOf(db, id).delete()
    await db.media.bulkDelete(media)
    await db.drafts.delete(draft)
  })
}

/** Removes a finished draft if the box has confirmed every file of it; answers whether it had. */
export async function dropDelivered(db: PhoneDB, draft: string): Promise<boolean> {
  return db.transaction('rw', db.drafts, db.media, db.parts, async () => {
    const media = await mediaOf(db, draft)
    if (media.some(item => item.state !== 'confirmed')) return false
    await dropDraft(db, draft)
    return true
  })
}

/** Frees what no draft owns: one may have been thrown away while a file of it was being written. */
export async function sweep(db: PhoneDB): Promise<void> {
  await db.transaction('rw', db.drafts, db.media, db.parts, async () => {
    const drafts = new Set(await db.drafts.toCollection().primaryKeys())
    await db.media.filter(item => !drafts.has(item.draft)).delete()
    const media = new Set(await db.media.toCollection().primaryKeys())
    const parts = await db.parts.toCollection().primaryKeys()
    await db.parts.bulkDelete(parts.filter(([owner]) => !media.has(owner)))
  })
}

function join(pieces: ArrayBuffer[]): ArrayBuffer {
  if (pieces.length === 1 && pieces[0]) return pieces[0]
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.byteLength, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(new Uint8Array(piece), at)
    at += piece.byteLength
  }
  return whole.buffer
}
