import { type Draft, type NewFile, newDraft } from '../interventions/draft'
import { keepFile } from '../media/writer'
import { type DraftMedia, type Pairing, PhoneDB } from '../storage/db'

let count = 0

/** A database of its own for each test. */
export function freshDB(): PhoneDB {
  return new PhoneDB(`test-${++count}`)
}

export function draft(change: Partial<Draft> = {}): Draft {
  return {
    ...newDraft(`draft-${++count}`, 'RO 4711', 1_700_000_000_000, newFile()),
    module: 'mechanics',
    ...change,
  }
}

export function newFile(change: Partial<NewFile> = {}): NewFile {
  return { mode: 'after_sales', brands: ['alpina'], authorID: null, language: 'en', ...change }
}

export function pairing(change: Partial<Pairing> = {}): Pairing {
  const dealership = { brands: [], vat_rates: [1900], language: 'en' }
  const device = { modes: ['after_sales'] }
  return { token: 'token', dealership, device, revoked: false, version: '', ...change } as unknown as Pairing
}

/** A draft that waits for the box, with files of the given sizes. */
export async function finishedDraft(
  db: PhoneDB,
  sizes: number[],
  change: Partial<Draft> = {},
): Promise<{ draft: Draft; media: DraftMedia[]; contents: Uint8Array[] }> {
  const made = draft(change)
  await db.drafts.add(made)
  const media: DraftMedia[] = []
  const contents = sizes.map(noise)
  for (const bytes of contents) {
    const item = await keepFile(db, video(made.id), new Blob([bytes]), { duration_ms: 1000, thumb: null })
    if (item) media.push(item)
  }
  const finished = { ...made, state: 'finished' as const, finished_at: change.finished_at ?? 1 }
  await db.drafts.put(finished)
  return { draft: finished, media, contents }
}

/** Keeps a video of so many bytes; answers its identifier. */
export async function keepVideo(db: PhoneDB, draftID: string, size: number): Promise<string> {
  const facts = { duration_ms: 1000, thumb: null }
  return (await keepFile(db, video(draftID), new Blob([noise(size)]), facts))?.id ?? ''
}

export const video = (draftID: string) => ({
  draft: draftID,
  kind: 'video' as const,
  purpose: 'customer' as const,
  public: true,
  work_id: null,
  type: 'video/mp4',
})

/** Bytes that differ everywhere, so that a piece in the wrong place is noticed. */
export function noise(size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size)
  let state = 0x2545f491 ^ size
  for (let index = 0; index < size; index++) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    bytes[index] = state & 0xff
  }
  return bytes
}
