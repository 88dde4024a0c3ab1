// @vitest-environment node
import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { PhoneDB } from '../storage/db'
import { finishedDraft, freshDB } from '../testing/fixtures'
import { StubBox } from '../testing/stub-box'
import { pieceTimeout } from './pace'
import { drain } from './runner'

const MB = 1 << 20
let db: PhoneDB
let stub: StubBox

beforeEach(() => {
  db = freshDB()
  stub = new StubBox()
})

describe('pauses', () => {
  it('stay short while every try brings something, however often the line breaks', async () => {
    const { media, contents } = await finishedDraft(db, [3 * MB])
    let now = 1000
    for (let tries = 0; (await db.drafts.count()) > 0; tries++) {
      expect(tries).toBeLessThan(40)
      stub.cutAfter = 300 << 10
      const outcome = await drain({ db, box: stub.box, vatBP: 0, now: () => now })
      if (outcome.nextAt === null) break
      expect(outcome.nextAt - now).toBeLessThan(2500)
      now = outcome.nextAt
    }
    expect(Buffer.from(stub.media(media[0]?.id ?? '') ?? []).equals(Buffer.from(contents[0] ?? []))).toBe(
      true,
    )
  })

  it('grow while nothing comes through', async () => {
    await finishedDraft(db, [100])
    let now = 1000
    const pauses: number[] = []
    stub.away = true
    for (let tries = 0; tries < 8; tries++) {
      const { nextAt } = await drain({ db, box: stub.box, vatBP: 0, now: () => now })
      pauses.push((nextAt ?? now) - now)
      now = nextAt ?? now
    }
    expect(pauses).toEqual(
      [...pauses]
        .sort((a, b) => a - b)
        .slice(0, 6)
        .concat(pauses.slice(6)),
    )
    expect(pauses.at(-1)).toBeGreaterThan(250_000)
  })

  it('end when the clock has been set back', async () => {
    const { draft } = await finishedDraft(db, [])
    const tomorrow = 1000 + 86_400_000
    await db.drafts.update(draft.id, { sending: { ...draft.sending, next_at: tomorrow } })
    expect((await drain({ db, box: stub.box, vatBP: 0, now: () => 1000 })).left).toBe(0)
  })
})

it('a large piece may take longer than a small one, and a silent link is given up in half a minute', () => {
  expect(pieceTimeout(256 << 10)).toBeLessThan(30_000)
  expect(pieceTimeout(4 * MB)).toBeGreaterThan(pieceTimeout(256 << 10) + 20_000)
})
