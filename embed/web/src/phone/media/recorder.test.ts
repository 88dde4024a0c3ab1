// @vitest-environment node
import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { PhoneDB } from '../storage/db'
import { draft, freshDB, noise, video } from '../testing/fixtures'
import { record } from './recorder'

/** A recorder that the test makes give slices, and that ends when its tracks do. */
class Recorder {
  static last: Recorder
  static isTypeSupported = () => true
  mimeType = 'video/mp4'
  state = 'inactive'
  ondataavailable = (_: { data: Blob }) => {}
  onerror = () => {}
  onstop = () => {}
  constructor() {
    Recorder.last = this
  }
  start() {
    this.state = 'recording'
  }
  stop() {
    this.state = 'inactive'
    this.onstop()
  }
}

let db: PhoneDB
beforeEach(async () => {
  db = freshDB()
  await db.drafts.add(draft({ id: 'd' }))
  vi.stubGlobal('MediaRecorder', Recorder)
})
afterEach(() => vi.unstubAllGlobals())

async function filming() {
  const failed = vi.fn()
  const recording = await record(db, {} as MediaStream, video('d'), { thumb: () => null, failed })
  Recorder.last.ondataavailable({ data: new Blob([noise(100)]) })
  return { recording, failed }
}

it('a film that ends when it is asked to is no failure', async () => {
  const { recording, failed } = await filming()
  expect(await recording.stop()).toMatchObject({ state: 'kept', size: 100 })
  expect(failed).not.toHaveBeenCalled()
})

it('a film that ends unasked is told, and what was filmed is kept', async () => {
  const { recording, failed } = await filming()
  Recorder.last.stop()
  expect(failed).toHaveBeenCalledWith('camera')
  expect(await recording.stop()).toMatchObject({ state: 'kept', size: 100 })
})
