// @vitest-environment node
import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it } from 'vitest'
import { type Draft, nobody, noVehicle } from '../interventions/draft'
import type { PhoneDB } from '../storage/db'
import { finishedDraft, freshDB } from '../testing/fixtures'
import { StubBox } from '../testing/stub-box'
import { drain } from './runner'

let db: PhoneDB
let stub: StubBox

beforeEach(() => {
  db = freshDB()
  stub = new StubBox()
})

const run = () => drain({ db, box: stub.box, vatBP: 2000, eager: true, now: () => 1000 })
const waitOf = async (draft: Draft) => (await db.drafts.get(draft.id))?.sending.wait

describe('a message that the phone sends itself', () => {
  const press = '019abc00-0000-7000-8000-0000000000aa'
  const message = (change: Partial<Draft> = {}) =>
    finishedDraft(db, [1000, 2000], {
      mode: 'sales',
      module: 'direct_message',
      send_directly: press,
      vehicle: { ...noVehicle, plate: ' b-fx 1', make: 'Veloria' },
      customer: { ...nobody('fr'), title: 'ms', last_name: 'Keller', email: 'keller@example.test' },
      ...change,
    })

  it('goes out once every byte has arrived, and then leaves the phone', async () => {
    const { draft } = await message()
    stub.cutAfter = 1500
    expect((await run()).left).toBe(1)
    expect(stub.mails).toEqual([])
    expect((await run()).left).toBe(0)
    expect(stub.mails).toEqual([{ id: draft.id, press, media: 2 }])
    expect(stub.interventions.get(draft.id)).toMatchObject({
      mode: 'sales',
      vehicle: { plate: 'B-FX 1', make: 'Veloria' },
      customer: { title: 'ms', last_name: 'Keller', language: 'fr' },
    })
    expect((await db.files.get(draft.id))?.file.status).toBe('sent')
  })

  it('goes out once, also when the answer was lost', async () => {
    const { draft } = await message()
    stub.away = true
    await run()
    stub.away = false
    stub.loseSent = true
    expect((await run()).left).toBe(1)
    expect(await waitOf(draft)).toBe('offline')
    expect((await run()).left).toBe(0)
    expect(stub.mails).toHaveLength(1)
  })

  it.each(['direct_sending_off', 'not_sendable', 'mail_not_set_up'])(
    'refused with %s it lies in the office, and says so',
    async code => {
      const { draft, media } = await message()
      stub.sendRefused = code
      expect(await run()).toEqual({ left: 1, nextAt: null })
      expect((await db.drafts.get(draft.id))?.sending).toMatchObject({ wait: 'not_sent', created: true })
      expect(media.every(({ id }) => stub.media(id) !== null)).toBe(true)
      await run()
      expect(stub.requests.filter(request => request.endsWith('/send-directly'))).toHaveLength(1)
    },
  )

  it('that somebody in the office has just sent is done', async () => {
    await message()
    stub.sendRefused = 'already_queued'
    expect((await run()).left).toBe(0)
  })

  it('is sent by the office where nobody chose otherwise', async () => {
    await message({ send_directly: null })
    expect((await run()).left).toBe(0)
    expect(stub.mails).toEqual([])
  })
})
