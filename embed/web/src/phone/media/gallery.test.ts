// @vitest-environment node
import 'fake-indexeddb/auto'
import { beforeEach, expect, it } from 'vitest'
import { discardDraft, finishDraft } from '../interventions/drafts'
import { drain } from '../outbox/runner'
import type { PhoneDB } from '../storage/db'
import { draft, freshDB, noise } from '../testing/fixtures'
import { StubBox } from '../testing/stub-box'
import { keepPicked } from './gallery'
import { recordingLock } from './lock'

let db: PhoneDB
let stub: StubBox
beforeEach(async () => {
  db = freshDB()
  stub = new StubBox()
  await db.drafts.add(draft({ id: 'd' }))
})

const limits = { photos: 50, video_seconds: 300, video_total_seconds: 600 }
const begin = { draft: 'd', purpose: 'customer' as const, public: true, work_id: null }
const pick = (files: File[]) => keepPicked(db, files, begin, limits, { photos: 0, videoMs: 0 }, () => {})
const run = () => drain({ db, box: stub.box, vatBP: 0, eager: true, now: () => 1000 })

/** A file in the gallery whose bytes come when they are let through. */
function slow(name: string, size: number) {
  let release = () => {}
  const open = new Promise<void>(resolve => {
    release = resolve
  })
  const file = new File([noise(size)], name, { type: 'image/jpeg' })
  const bytes = file.arrayBuffer.bind(file)
  file.slice = () => ({ arrayBuffer: () => open.then(bytes) }) as Blob
  return { file, release }
}

it('a file that is finished while pictures are taken in waits for all of them', async () => {
  const [first, second] = [slow('one.jpg', 100), slow('two.jpg', 200)]
  const picking = pick([first.file, second.file])
  first.release()
  while ((await db.media.where('state').equals('kept').count()) === 0) await new Promise(setImmediate)
  // As in a browser: the locks of what is being written are held.
  const held = new Set((await db.media.toArray()).map(item => recordingLock(item.id)))
  await finishDraft(db, 'd', async () => held)
  expect((await run()).left).toBe(1)
  expect((await db.drafts.get('d'))?.sending.wait).toBe('saving')
  second.release()
  const { kept } = await picking
  expect(kept.map(item => item.size)).toEqual([100, 200])
  expect((await run()).left).toBe(0)
  expect(kept.map(item => stub.media(item.id)?.length)).toEqual([100, 200])
})

it('a draft that is thrown away meanwhile takes nothing more in, and nobody is told of a full storage', async () => {
  const [first, second] = [slow('one.jpg', 100), slow('two.jpg', 200)]
  const picking = pick([first.file, second.file])
  first.release()
  while ((await db.media.where('state').equals('kept').count()) === 0) await new Promise(setImmediate)
  await discardDraft(db, 'd')
  second.release()
  expect((await picking).refused).toEqual([])
  expect([await db.media.count(), await db.parts.count()]).toEqual([0, 0])
})

it('what does not fit leaves no place behind', async () => {
  const files = ['a.jpg', 'b.jpg'].map(name => new File([noise(10)], name, { type: 'image/jpeg' }))
  const text = new File(['x'], 'c.txt', { type: 'text/plain' })
  const picked = await keepPicked(
    db,
    [...files, text],
    begin,
    { ...limits, photos: 1 },
    { photos: 0, videoMs: 0 },
    () => {},
  )
  expect(picked.kept).toHaveLength(1)
  expect(picked.refused).toEqual([
    { name: 'c.txt', why: 'not_media' },
    { name: 'b.jpg', why: 'photos_full' },
  ])
  expect(await db.media.count()).toBe(1)
})
