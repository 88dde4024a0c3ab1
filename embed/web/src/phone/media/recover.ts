import { type DraftMedia, dropMedia, type PhoneDB, partsOf, readBlob } from '../storage/db'
import { recordingLock } from './lock'
import { factsOf } from './pictures'

/**
 * Makes media of recordings whose app was closed or crashed in the middle. Half a file whose size was known is no
 * media: it is dropped, and the name of one from the gallery kept, where the whole one still lies. What is running in
 * another window is left alone. Answers what was saved.
 */
export async function recoverRecordings(
  db: PhoneDB,
  running: () => Promise<Set<string>> = runningRecordings,
): Promise<DraftMedia[]> {
  // In this order: what begins in between is not among the rows yet, and whoever writes a row holds its lock.
  const open = await db.media.where('state').equals('recording').toArray()
  const held = await running()
  const saved: DraftMedia[] = []
  for (const item of open) {
    if (held.has(recordingLock(item.id))) continue
    const media = await recover(db, item)
    if (media) saved.push(media)
  }
  return saved
}

/** Gives what was recovered the small picture that an ordinary end would have left. */
export async function pictureRecovered(db: PhoneDB, facts = factsOf): Promise<void> {
  const bare = await db.media
    .where('state')
    .equals('kept')
    .filter(item => item.recovered && item.thumb === null)
    .toArray()
  for (const item of bare) {
    const { thumb, duration_ms } = await facts(item.kind, await readBlob(db, item))
    await db.media.update(item.id, { thumb, duration_ms: item.duration_ms ?? duration_ms })
  }
}

async function recover(db: PhoneDB, item: DraftMedia): Promise<DraftMedia | null> {
  const { createSHA256 } = await import('hash-wasm') // not needed at a start without accidents
  const sum = await createSHA256()
  sum.init()
  let size = 0
  await partsOf(db, item.id).each(part => {
    if (part.start !== size) return // behind a gap nothing can be played
    sum.update(new Uint8Array(part.bytes))
    size += part.bytes.byteLength
  })
  const found = { size, sha256: sum.digest('hex'), state: 'kept' as const, recovered: true }
  return db.transaction('rw', db.media, db.parts, db.drafts, db.kept, async () => {
    // Its writer may have ended it a moment ago.
    if ((await db.media.get(item.id))?.state !== 'recording') return null
    const lost = item.expects !== undefined && size < item.expects
    if (lost && item.picked) await noteLost(db, item)
    if (lost || size === 0) {
      await dropMedia(db, item.id)
      return null
    }
    await db.media.update(item.id, found)
    return { ...item, ...found }
  })
}

async function noteLost(db: PhoneDB, { draft, name }: DraftMedia): Promise<void> {
  const reference = (await db.drafts.get(draft))?.reference
  if (reference === undefined) return
  await db.set('lost_imports', [...((await db.get('lost_imports')) ?? []), { reference, name }])
}

/** The locks of all files that are being written in any window. */
export async function runningRecordings(): Promise<Set<string>> {
  const state = await globalThis.navigator?.locks?.query()
  return new Set((state?.held ?? []).map(lock => lock.name ?? ''))
}
