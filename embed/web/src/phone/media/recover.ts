import { type DraftMedia, dropMedia, type PhoneDB, partsOf } from '../storage/db'
import { recordingLock } from './lock'

/**
 * Makes media of recordings whose app was closed or crashed in the middle. A recording that is running in
 * another window is left alone. Answers what was saved.
 */
export async function recoverRecordings(
  db: PhoneDB,
  running: () => Promise<Set<string>> = runningRecordings,
): Promise<DraftMedia[]> {
  const held = await running()
  const open = await db.media.where('state').equals('recording').toArray()
  const saved: DraftMedia[] = []
  for (const item of open) {
    if (held.has(recordingLock(item.id))) continue
    const media = await recover(db, item)
    if (media) saved.push(media)
  }
  return saved
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
  if (size === 0) {
    await dropMedia(db, item.id)
    return null
  }
  const found = { size, sha256: sum.digest('hex'), state: 'kept' as const, recovered: true }
  await db.media.update(item.id, found)
  return { ...item, ...found }
}

async function runningRecordings(): Promise<Set<string>> {
  const state = await globalThis.navigator?.locks?.query()
  return new Set((state?.held ?? []).map(lock => lock.name ?? ''))
}
