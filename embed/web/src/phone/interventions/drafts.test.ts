// @vitest-environment node
import 'fake-indexeddb/auto'
import { beforeEach, expect, it } from 'vitest'
import { keepFile } from '../media/writer'
import { mediaOf, type PhoneDB } from '../storage/db'
import { draft, freshDB, keepVideo, pairing, video } from '../testing/fixtures'
import { chooseMessage, finishDraft, shownMedia, takeMessageBack } from './drafts'

let db: PhoneDB
beforeEach(async () => {
  db = freshDB()
  const remote = { kind: 'video' as const, purpose: 'internal_message' as const, public: false, position: 1 }
  await db.drafts.add({
    ...draft({ id: 'd', internal: { kind: 'video', note: 'listen' } }),
    remote: [{ ...remote, id: 'on-box', work_id: null, duration_ms: null, deleted: false, thumb: null }],
  })
})

async function privateVideos() {
  const found = await db.drafts.get('d')
  return found ? shownMedia(found, await mediaOf(db, 'd'), 'internal_message') : []
}

it.each(['none', 'contact'] as const)('%s instead of a private video: it does not go out', async kind => {
  const begin = { ...video('d'), purpose: 'internal_message' as const, public: false }
  await keepFile(db, begin, new Blob(['private']), { duration_ms: 1, thumb: null })
  const shown = await keepVideo(db, 'd', 10)
  const removed = await chooseMessage(db, 'd', kind, await privateVideos())
  expect(removed).toHaveLength(2)
  await finishDraft(db, 'd')
  expect(await privateVideos()).toEqual([])
  expect(await db.media.toCollection().primaryKeys()).toEqual([shown])
  expect((await db.drafts.get('d'))?.remote).toMatchObject([{ id: 'on-box', deleted: true }])
})

it('taken back, the video is there again', async () => {
  const removed = await chooseMessage(db, 'd', 'none', await privateVideos())
  expect(await privateVideos()).toEqual([])
  await takeMessageBack(db, 'd', removed)
  expect(await privateVideos()).toHaveLength(1)
  expect((await db.drafts.get('d'))?.internal).toEqual({ kind: 'video', note: 'listen' })
})

it.each([
  [true, 'press'],
  [false, null],
])('with direct sending allowed: %s, a finished message keeps the press %s', async (allowed, press) => {
  const paired = pairing()
  await db.set('pairing', { ...paired, dealership: { ...paired.dealership, direct_sending: allowed } })
  await db.drafts.update('d', { send_directly: 'press' })
  await finishDraft(db, 'd')
  expect((await db.drafts.get('d'))?.send_directly).toBe(press)
})
