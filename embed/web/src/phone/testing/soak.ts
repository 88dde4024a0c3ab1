import 'fake-indexeddb/auto'
import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { beginDraft, changeDraft, finishDraft } from '../interventions/drafts'
import { keepFile } from '../media/writer'
import { boxFor } from '../outbox/box'
import { drain } from '../outbox/runner'
import { PhoneDB } from '../storage/db'

/*
 * A phone of the soak (app/fleetbox/soak_test.go): what the app does between the press on Finish and the moment in
 * which it forgets a file, with a fetch that knows where the box is. It prints what it finished, a file a line, until
 * something is written to its standard input, and ends when the last file has left it.
 */
const { SOAK_BOX = '', SOAK_TOKEN = '', SOAK_FILM = '', SOAK_PHOTO = '' } = process.env
/** The longest that a phone in a hand waits: its network or its person comes back. */
const KICK_MS = 5_000

const db = new PhoneDB('soak')
const box = boxFor({ token: SOAK_TOKEN, language: 'de' }, (path, init) => fetch(SOAK_BOX + path, init))
const film = readFileSync(SOAK_FILM)
const photo = readFileSync(SOAK_PHOTO)

let working = true
process.stdin.once('data', () => {
  working = false
})

while (working) {
  process.stdout.write(`${JSON.stringify(await finishOne())}\n`)
  await bringHome()
}
process.exit(0)

/** What a technician leaves behind: a film and some photos. */
async function finishOne() {
  const draft = await beginDraft(db, `SOAK-${Date.now()}`)
  await changeDraft(db, draft.id, { module: 'mechanics', brand: 'nordvik' })
  await keep(draft.id, 'video', film)
  for (let left = 1 + Math.floor(Math.random() * 4); left > 0; left--)
    await keep(draft.id, 'photo', largePhoto())
  await finishDraft(db, draft.id)
  const media = await db.media.where('draft').equals(draft.id).toArray()
  return {
    intervention: draft.id,
    media: Object.fromEntries(media.map(({ id, sha256 }) => [id, sha256])),
    bytes: media.reduce((sum, { size }) => sum + size, 0),
  }
}

async function keep(draft: string, kind: 'photo' | 'video', content: Uint8Array<ArrayBuffer>) {
  const type = { photo: 'image/jpeg', video: 'video/mp4' }[kind]
  const begin = { draft, kind, type, purpose: 'customer' as const, public: true, work_id: null }
  await keepFile(db, begin, new Blob([content]), { duration_ms: kind === 'video' ? 4000 : null, thumb: null })
}

/** What follows the end of a JPEG does not make it another picture. */
function largePhoto(): Uint8Array<ArrayBuffer> {
  const rest = crypto.getRandomValues(new Uint8Array(50_000))
  return new Uint8Array(Buffer.concat([photo, rest, rest, rest, rest]))
}

async function bringHome(): Promise<void> {
  for (;;) {
    const { left, nextAt } = await drain({ db, box, vatBP: 1900, eager: true, now: () => Date.now() })
    if (left === 0) return
    await pause(Math.min(Math.max((nextAt ?? 0) - Date.now(), 500), KICK_MS))
  }
}
