// @vitest-environment node
import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Draft, DraftWork } from '../interventions/draft'
import {
  changeDraft,
  finishDraft,
  leaveOut,
  moveRefused,
  releaseDraft,
  reopenDraft,
} from '../interventions/drafts'
import { beginMedia } from '../media/writer'
import type { PhoneDB } from '../storage/db'
import { draft, finishedDraft, freshDB, keepVideo, pairing, video } from '../testing/fixtures'
import { problem, StubBox } from '../testing/stub-box'
import { drain } from './runner'

const MB = 1 << 20
let db: PhoneDB
let stub: StubBox

beforeEach(() => {
  db = freshDB()
  stub = new StubBox()
})

const run = (eager = true) => drain({ db, box: stub.box, vatBP: 2000, eager, now: () => 1000 })
/** Vitest compares large arrays element by element: too slow for megabytes. */
const sameBytes = (a: Uint8Array | null, b: Uint8Array | undefined) =>
  a !== null && b !== undefined && Buffer.from(a).equals(Buffer.from(b))
const waitOf = async (draft: Draft) => (await db.drafts.get(draft.id))?.sending.wait

describe('a finished file', () => {
  it('arrives whole and then leaves the phone with every byte', async () => {
    const { draft, media, contents } = await finishedDraft(db, [3 * MB + 17, 5])
    expect(await run()).toEqual({ left: 0, nextAt: null })
    expect(stub.interventions.has(draft.id)).toBe(true)
    media.forEach((item, index) => {
      expect(sameBytes(stub.media(item.id), contents[index])).toBe(true)
    })
    expect(await db.drafts.count()).toBe(0)
    expect(await db.media.count()).toBe(0)
    expect(await db.parts.count()).toBe(0)
  })

  it('is created under its own identifier once, also when the answer was lost', async () => {
    const { draft } = await finishedDraft(db, [])
    stub.loseAnswer = true
    expect((await run()).left).toBe(1)
    expect(await waitOf(draft)).toBe('offline')
    expect((await run()).left).toBe(0)
    expect([...stub.interventions.keys()]).toEqual([draft.id])
  })

  it('keeps its bytes until the box has confirmed them', async () => {
    const { media } = await finishedDraft(db, [2 * MB])
    stub.cutAfter = MB + 5
    await run()
    expect(await db.parts.count()).toBeGreaterThan(0)
    expect((await db.media.get(media[0]?.id ?? ''))?.state).toBe('kept')
  })

  it('waits for a recording that is still being saved', async () => {
    const filmed = draft()
    await db.drafts.add(filmed)
    const writer = await beginMedia(db, video(filmed.id))
    await writer.append(new ArrayBuffer(10))
    await db.drafts.update(filmed.id, { state: 'finished' })
    await run()
    expect(await waitOf(filmed)).toBe('saving')
    await writer.seal({ duration_ms: 1, thumb: null })
    expect((await run()).left).toBe(0)
    expect(stub.media(writer.id)).toHaveLength(10)
  })
})

describe('a photo that was drawn on', () => {
  const shapes = [{ tool: 'arrow' as const, color: '#e3342f', width: 100, points: [0, 0, 5000, 5000] }]
  const drawnOn = async () => {
    const { draft, media } = await finishedDraft(db, [1000])
    const id = media[0]?.id ?? ''
    await db.media.update(id, { drawing: shapes })
    return { draft, id }
  }

  it('leaves the phone once the box has the drawing too', async () => {
    const { id } = await drawnOn()
    expect((await run()).left).toBe(0)
    expect(stub.drawings.get(id)).toEqual(shapes)
    expect(await db.parts.count()).toBe(0)
  })

  it('stays with its bytes while the box does not take the drawing, and goes when it does', async () => {
    const { draft, id } = await drawnOn()
    stub.drawingRefused = 'busy'
    expect((await run()).left).toBe(1)
    expect(stub.media(id)).toHaveLength(1000)
    expect(await db.parts.count()).toBeGreaterThan(0)
    expect(await db.media.get(id)).toMatchObject({ state: 'kept', drawing: shapes })
    expect(await waitOf(draft)).toBe('drawing_late')
    stub.drawingRefused = null
    expect((await run()).left).toBe(0)
    expect(stub.drawings.get(id)).toEqual(shapes)
  })

  it.each(['not_editable', 'closed'])('%s: it has arrived, and goes without the drawing', async code => {
    const { draft, id } = await drawnOn()
    stub.drawingRefused = code
    await run()
    expect(await waitOf(draft)).toBe('drawing_late')
    expect(await moveRefused(db, draft.id)).toBeNull()
    await leaveOut(db, draft.id, 'refused')
    expect((await run()).left).toBe(0)
    expect(stub.media(id)).toHaveLength(1000)
    expect([stub.drawings.size, await db.drafts.count(), await db.parts.count()]).toEqual([0, 0, 0])
  })

  it('stays in its file while a photo that the box does not take goes into a new one', async () => {
    const { draft, id } = await drawnOn()
    await db.drafts.update(draft.id, { state: 'open' })
    const late = await keepVideo(db, draft.id, 50)
    await db.drafts.update(draft.id, { state: 'finished' })
    stub.refused.set(late, 'photo_limit')
    stub.drawingRefused = 'closed'
    await run()
    expect(await waitOf(draft)).toBe('media_refused')
    const fresh = await moveRefused(db, draft.id)
    expect((await db.media.get(late))?.draft).toBe(fresh?.id)
    expect((await db.media.get(id))?.draft).toBe(draft.id)
    await run()
    expect(await waitOf(draft)).toBe('drawing_late')
  })

  it('does not stand in the way of what the office has drawn meanwhile', async () => {
    const { id } = await drawnOn()
    stub.drawingRefused = 'changed_meanwhile'
    expect((await run()).left).toBe(0)
    expect(stub.drawings.has(id)).toBe(false)
  })
})

describe('a cut', () => {
  // The borders of pieces and parts, and places within them.
  const size = 2 * MB + 1000
  const places = [0, 1, 499, MB - 1, MB, MB + 1, 2 * MB - 1, 2 * MB, size - 1]
  it.each(places)('at byte %i costs nothing that had arrived', async place => {
    const { media, contents } = await finishedDraft(db, [size])
    stub.cutAfter = place
    expect((await run()).left).toBe(1)
    const id = media[0]?.id ?? ''
    const before = stub.uploads.get(id)?.held ?? 0
    expect(before).toBe(place)
    expect((await run()).left).toBe(0)
    expect(sameBytes(stub.media(id), contents[0])).toBe(true)
  })

  it.each([1, 2, 3, 4, 5, 6, 7])('of the answer to request %i is harmless', async nth => {
    const { media, contents } = await finishedDraft(db, [2 * MB])
    const real = stub.box.fetch
    let count = 0
    const box = {
      ...stub.box,
      fetch: ((path, init) => {
        if (++count === nth) stub.loseAnswer = true
        return real(path, init)
      }) as typeof real,
    }
    for (let round = 0; round < 3; round++) {
      await drain({ db, box, vatBP: 0, eager: true, now: () => 1000 })
    }
    expect(sameBytes(stub.media(media[0]?.id ?? ''), contents[0])).toBe(true)
    expect(await db.drafts.count()).toBe(0)
  })

  it('before the last file goes on with the half-sent one first', async () => {
    const { media } = await finishedDraft(db, [MB, 2 * MB, MB])
    stub.cutAfter = 2 * MB
    await run()
    stub.requests = []
    await run()
    expect(stub.requests[0]).toBe(`HEAD /api/uploads/${media[1]?.id}`)
  })
})

describe('a photo or video that the box refuses', () => {
  const refusal = async (code = 'photo_limit') => {
    const made = await finishedDraft(db, [100, 200, 300])
    const id = made.media[0]?.id ?? ''
    stub.refused.set(id, code)
    return { ...made, id }
  }

  it('holds up no other, and says why it is still here', async () => {
    const { draft, media, id } = await refusal()
    expect(await run()).toEqual({ left: 1, nextAt: null })
    expect(media.slice(1).map(item => stub.media(item.id)?.length)).toEqual([200, 300])
    expect(await waitOf(draft)).toBe('media_refused')
    expect(await db.media.get(id)).toMatchObject({
      state: 'kept',
      refused: { code: 'photo_limit', detail: 'text of photo_limit' },
    })
    expect(await db.parts.count()).toBe(1)
  })

  it('is not asked for by the clock, but again when the phone is taken up, and goes once there is room', async () => {
    const { id } = await refusal()
    await run()
    stub.requests = []
    await run(false)
    expect(stub.requests).toEqual([])
    stub.refused.clear()
    expect((await run()).left).toBe(0)
    expect(stub.media(id)).toHaveLength(100)
  })

  it('can be left out', async () => {
    const { draft, id } = await refusal('upload_too_large')
    await run()
    await leaveOut(db, draft.id, 'refused')
    expect((await run()).left).toBe(0)
    expect(stub.media(id)).toBeNull()
    expect(await db.parts.count()).toBe(0)
  })

  it('stays when only the damaged one is left out', async () => {
    const { draft, media, id } = await refusal()
    await db.parts
      .where('[media+start]')
      .equals([media[1]?.id ?? '', 0])
      .delete()
    await run()
    expect(await waitOf(draft)).toBe('damaged')
    await leaveOut(db, draft.id, 'damaged')
    stub.refused.clear()
    expect((await run()).left).toBe(0)
    expect(stub.media(id)).toHaveLength(100)
    expect(stub.media(media[1]?.id ?? '')).toBeNull()
  })

  it('can go into a file of its own, byte for byte', async () => {
    const { draft, id, contents } = await refusal()
    await run()
    const fresh = await moveRefused(db, draft.id)
    expect(fresh).toMatchObject({ reference: draft.reference, module: draft.module, state: 'open' })
    expect((await run()).left).toBe(0)
    stub.refused.clear()
    await finishDraft(db, fresh?.id ?? '')
    expect((await run()).left).toBe(0)
    expect([...stub.interventions.keys()]).toEqual([draft.id, fresh?.id])
    expect(sameBytes(stub.media(id), contents[0])).toBe(true)
  })

  it('does not hide that another one is only late', async () => {
    const { draft, media } = await refusal()
    const busy = media[1]?.id ?? ''
    await db.media.update(busy, { sha256: 'f'.repeat(64) })
    const { nextAt } = await run()
    expect(nextAt).toBeGreaterThan(1000)
    expect(await waitOf(draft)).toBe('box_busy')
    expect(stub.media(media[2]?.id ?? '')).toHaveLength(300)
  })
})

describe('what the box says', () => {
  it('a full disk stops the run and is told, nothing is lost', async () => {
    const { draft } = await finishedDraft(db, [100])
    stub.full = true
    const outcome = await run()
    expect(await waitOf(draft)).toBe('disk_full')
    expect(outcome.nextAt).toBeGreaterThan(1000)
    stub.full = false
    expect((await run()).left).toBe(0)
  })

  it('a revoked device waits for a new pairing and keeps everything', async () => {
    const { draft } = await finishedDraft(db, [100])
    await db.set('pairing', pairing({ token: 'token' }))
    stub.revoked = true
    expect(await run()).toEqual({ left: 1, nextAt: null })
    expect(await waitOf(draft)).toBe('revoked')
    expect(await db.parts.count()).toBe(1)
    expect((await run()).left).toBe(1) // not even asked again
    expect((await db.get('pairing'))?.revoked).toBe(true)
  })

  it('a late refusal of the old token leaves a new pairing alone', async () => {
    const { draft } = await finishedDraft(db, [100])
    await db.set('pairing', pairing({ token: 'new' }))
    stub.revoked = true
    expect(await run()).toEqual({ left: 1, nextAt: 0 })
    expect(await waitOf(draft)).toBe('queued')
    expect(await db.get('pairing')).toMatchObject({ token: 'new', revoked: false })
  })

  it('pauses grow, and only an eager run ignores them', async () => {
    const { draft } = await finishedDraft(db, [])
    stub.away = true
    await run()
    const first = (await db.drafts.get(draft.id))?.sending.next_at ?? 0
    await run()
    const second = (await db.drafts.get(draft.id))?.sending.next_at ?? 0
    expect(second).toBeGreaterThan(first)
    stub.away = false
    expect((await run(false)).left).toBe(1)
    expect((await run(true)).left).toBe(0)
  })

  it('a piece that was changed on its way is sent again', async () => {
    const { media, contents } = await finishedDraft(db, [MB + 3])
    stub.corrupt = true
    expect((await run()).left).toBe(0)
    expect(sameBytes(stub.media(media[0]?.id ?? ''), contents[0])).toBe(true)
  })

  it('a file whose sum never agrees is called damaged and stays', async () => {
    const { draft, media } = await finishedDraft(db, [100])
    await db.media.update(media[0]?.id ?? '', { sha256: 'f'.repeat(64) })
    for (let round = 0; round < 4; round++) await run()
    expect(await waitOf(draft)).toBe('damaged')
    expect(await db.parts.count()).toBe(1)
  })

  it('a file that has lost its bytes can be left out, and the rest arrives', async () => {
    const { draft, media } = await finishedDraft(db, [100, 200])
    await db.parts
      .where('[media+start]')
      .equals([media[0]?.id ?? '', 0])
      .delete()
    await run()
    expect(await waitOf(draft)).toBe('damaged')
    await leaveOut(db, draft.id, 'damaged')
    expect((await run()).left).toBe(0)
    expect(stub.media(media[1]?.id ?? '')).toHaveLength(200)
  })

  it('an upload that the box has forgotten begins anew', async () => {
    const { media, contents } = await finishedDraft(db, [2 * MB])
    stub.cutAfter = MB
    await run()
    stub.uploads.clear()
    expect((await run()).left).toBe(0)
    expect(sameBytes(stub.media(media[0]?.id ?? ''), contents[0])).toBe(true)
  })

  it('a refusal of one file does not hold up the next', async () => {
    const bad = await finishedDraft(db, [], { brand: 'gone' })
    const good = await finishedDraft(db, [], { finished_at: 2 })
    const fetchBox = stub.box.fetch
    const box = {
      ...stub.box,
      json: async <T>(method: string, path: string, body?: unknown): Promise<T> => {
        if ((body as { brand?: string })?.brand === 'gone') {
          const { problemOf } = await import('../../shared/api/problem')
          throw await problemOf(problem(422, 'unknown_brand'))
        }
        return stub.box.json<T>(method, path, body)
      },
      fetch: fetchBox,
    }
    await drain({ db, box, vatBP: 0, eager: true, now: () => 1000 })
    expect(await waitOf(bad.draft)).toBe('refused')
    expect((await db.drafts.get(bad.draft.id))?.sending.detail).toBe('text of unknown_brand')
    expect(stub.interventions.has(good.draft.id)).toBe(true)
  })
})

describe('an attempt whose answer was lost', () => {
  const line = (id: string): DraftWork => ({
    id,
    category: '',
    checklist_line: id,
    label: id,
    urgency: 'advised',
    unit_price: null,
    quantity: 1000,
    note: '',
    measure: null,
    values: [],
  })

  it('leaves what the office made of the file meanwhile', async () => {
    const works = [line('pads'), line('discs')]
    const { draft } = await finishedDraft(db, [], { works })
    stub.loseAnswer = true
    await run()
    const onBox = stub.interventions.get(draft.id) ?? {}
    const office = {
      reference: 'RO 4711-A',
      waiting_here: true,
      works: [{ ...line('pads'), unit_price: 9900, note: 'ordered' }, line('belt')],
    }
    Object.assign(onBox, office, { version: 2 })
    expect((await run()).left).toBe(0)
    expect(stub.interventions.get(draft.id)).toMatchObject({ ...office, version: 2 })
  })

  it('adds only what the person changed after it', async () => {
    const { draft } = await finishedDraft(db, [], { works: [line('pads')] })
    stub.loseAnswer = true
    await run()
    Object.assign(stub.interventions.get(draft.id) ?? {}, { reference: 'RO 4711-A', version: 2 })
    await reopenDraft(db, draft.id)
    await changeDraft(db, draft.id, { waiting_here: true })
    await finishDraft(db, draft.id)
    expect((await run()).left).toBe(0)
    expect(stub.interventions.get(draft.id)).toMatchObject({ reference: 'RO 4711-A', waiting_here: true })
  })
})

describe('an edit that the box does not take', () => {
  /** A file that has arrived without its answer, and was then changed on the phone. */
  async function editedTooLate() {
    const made = await finishedDraft(db, [])
    stub.loseAnswer = true
    await run()
    await reopenDraft(db, made.draft.id)
    await changeDraft(db, made.draft.id, { reference: 'RO 4712' })
    const video = await keepVideo(db, made.draft.id, 100)
    await finishDraft(db, made.draft.id)
    return { draft: made.draft, video }
  }

  it.each(['not_editable', 'closed'])('%s: the videos arrive, then it tells what stays out', async code => {
    const { draft, video } = await editedTooLate()
    stub.patchAnswer = () => problem(409, code)
    expect(await run()).toEqual({ left: 1, nextAt: null })
    expect(stub.media(video)).toHaveLength(100)
    expect((await db.drafts.get(draft.id))?.sending).toMatchObject({
      wait: 'not_editable',
      conflicts: ['reference'],
    })
  })

  it('a conflict with the office does not hold the videos back either', async () => {
    const { draft, video } = await editedTooLate()
    Object.assign(stub.interventions.get(draft.id) ?? {}, { reference: 'RO office', version: 2 })
    await run()
    expect(stub.media(video)).toHaveLength(100)
    expect(await waitOf(draft)).toBe('conflict')
    await releaseDraft(db, draft.id, 'mine')
    expect((await run()).left).toBe(0)
    expect(stub.interventions.get(draft.id)?.reference).toBe('RO 4712')
  })
})

describe('a file taken back and finished again', () => {
  it('brings the later state although the first one had arrived', async () => {
    const { draft } = await finishedDraft(db, [])
    stub.loseAnswer = true
    await run()
    await db.drafts.update(draft.id, { reference: 'RO 4712' })
    expect((await run()).left).toBe(0)
    expect(stub.interventions.get(draft.id)?.reference).toBe('RO 4712')
  })
})
