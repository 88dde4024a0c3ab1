// @vitest-environment node
import 'fake-indexeddb/auto'
import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { dropDraft, type PhoneDB, readBlob, readBytes, sweep } from '../storage/db'
import { draft, freshDB, noise, video } from '../testing/fixtures'
import { recordingLock } from './lock'
import { pictureRecovered, recoverRecordings } from './recover'
import { beginMedia, DraftGone, keepFile, PART_BYTES } from './writer'

let db: PhoneDB
beforeEach(async () => {
  db = freshDB()
  await db.drafts.add(draft({ id: 'd' }))
})

const nobody = async () => new Set<string>()
const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

async function interrupted(slices: number[]): Promise<{ id: string; bytes: Uint8Array }> {
  const writer = await beginMedia(db, video('d'))
  const all = noise(slices.reduce((sum, size) => sum + size, 0))
  let at = 0
  for (const [index, size] of slices.entries()) {
    await writer.append(all.slice(at, at + size).buffer, (index + 1) * 1000)
    at += size
  }
  return { id: writer.id, bytes: all }
}

it('an interrupted recording becomes a media with every slice that was written', async () => {
  const { id, bytes } = await interrupted([100, 5000, 1])
  const [saved] = await recoverRecordings(db, nobody)
  expect(saved).toMatchObject({ id, state: 'kept', recovered: true, size: 5101, duration_ms: 3000 })
  expect(saved?.sha256).toBe(sha(bytes))
  expect(new Uint8Array(await (await readBlob(db, { id, type: 'video/mp4' })).arrayBuffer())).toEqual(bytes)
  expect(await recoverRecordings(db, nobody)).toEqual([])
})

it('a recovered video gets a small picture of what was saved, once', async () => {
  const { id, bytes } = await interrupted([100, 200])
  await recoverRecordings(db, nobody)
  const seen: number[] = []
  const facts = async (_: string, file: Blob) => {
    seen.push(file.size)
    return { thumb: 'data:image/jpeg;base64,', duration_ms: null }
  }
  await pictureRecovered(db, facts)
  await pictureRecovered(db, facts)
  expect(seen).toEqual([bytes.length])
  expect(await db.media.get(id)).toMatchObject({ thumb: 'data:image/jpeg;base64,', duration_ms: 2000 })
})

it('a recording without a byte leaves nothing behind', async () => {
  await interrupted([])
  expect(await recoverRecordings(db, nobody)).toEqual([])
  expect(await db.media.count()).toBe(0)
})

describe('a file from the gallery or the camera, whose size is known', () => {
  const taking = async (bytes: number, kind: 'photo' | 'video' = 'video', picked = true) => {
    const begin = { ...video('d'), kind, name: 'IMG_1', expects: 300, picked }
    const writer = await beginMedia(db, begin)
    await writer.append(noise(bytes).buffer)
    return writer.id
  }

  it('is dropped and named when only half of it was taken in', async () => {
    await taking(200)
    expect(await recoverRecordings(db, nobody)).toEqual([])
    expect([await db.media.count(), await db.parts.count()]).toEqual([0, 0])
    expect(await db.get('lost_imports')).toEqual([{ reference: 'RO 4711', name: 'IMG_1' }])
  })

  it('is dropped without a word of the gallery when it came from the camera', async () => {
    await taking(200, 'photo', false)
    expect(await recoverRecordings(db, nobody)).toEqual([])
    expect([await db.media.count(), await db.parts.count()]).toEqual([0, 0])
    expect(await db.get('lost_imports')).toBeUndefined()
  })

  it('is kept when all of it was there, and a photo gets its small picture', async () => {
    const id = await taking(300, 'photo')
    expect((await recoverRecordings(db, nobody))[0]).toMatchObject({ id, size: 300, state: 'kept' })
    const seen: string[] = []
    await pictureRecovered(db, async kind => {
      seen.push(kind)
      return { thumb: 'data:image/jpeg;base64,', duration_ms: null }
    })
    expect(seen).toEqual(['photo'])
    expect((await db.media.get(id))?.thumb).toBe('data:image/jpeg;base64,')
    expect(await db.get('lost_imports')).toBeUndefined()
  })
})

it('a recording that is running elsewhere is left alone', async () => {
  const { id } = await interrupted([10])
  expect(await recoverRecordings(db, async () => new Set([recordingLock(id)]))).toEqual([])
  expect((await db.media.get(id))?.state).toBe('recording')
})

it('a recording that begins at this moment is left alone', async () => {
  let begun = ''
  const saved = await recoverRecordings(db, async () => {
    begun = (await beginMedia(db, video('d'))).id
    return new Set()
  })
  expect(saved).toEqual([])
  expect((await db.media.get(begun))?.state).toBe('recording')
})

it('what its writer ends meanwhile is not taken for an accident', async () => {
  const writer = await beginMedia(db, video('d'))
  await writer.append(new ArrayBuffer(10))
  await recoverRecordings(db, async () => {
    await writer.seal({ duration_ms: 1000, thumb: null })
    return new Set()
  })
  expect(await db.media.get(writer.id)).toMatchObject({ state: 'kept', recovered: false })
})

it('a draft thrown away while it is being filmed leaves no byte behind', async () => {
  const writer = await beginMedia(db, video('d'))
  await writer.append(new ArrayBuffer(10))
  await dropDraft(db, 'd')
  await expect(writer.append(new ArrayBuffer(10))).rejects.toBeInstanceOf(DraftGone)
  expect(await writer.seal({ duration_ms: 1, thumb: null })).toBeNull()
  await expect(beginMedia(db, video('d'))).rejects.toBeInstanceOf(DraftGone)
  expect([await db.media.count(), await db.parts.count()]).toEqual([0, 0])
})

it('what nobody owns is swept away, what somebody does stays', async () => {
  const { id } = await interrupted([10])
  const media = await db.media.get(id)
  if (media) await db.media.add({ ...media, id: 'ownerless', draft: 'gone' })
  await db.parts.bulkAdd([
    { media: 'ownerless', start: 0, bytes: new ArrayBuffer(5) },
    { media: 'nobody', start: 0, bytes: new ArrayBuffer(5) },
  ])
  await sweep(db)
  expect(await db.media.toCollection().primaryKeys()).toEqual([id])
  expect(await db.parts.toCollection().primaryKeys()).toEqual([[id, 0]])
})

it('what lies behind a gap is not counted', async () => {
  const { id, bytes } = await interrupted([100, 100, 100])
  await db.parts.delete([id, 100])
  const [saved] = await recoverRecordings(db, nobody)
  expect(saved).toMatchObject({ size: 100, sha256: sha(bytes.subarray(0, 100)) })
})

it('a large file is kept in parts and read across their borders', async () => {
  const bytes = noise(PART_BYTES + 1000)
  const kept = await keepFile(db, video('d'), new Blob([bytes]), { duration_ms: null, thumb: null })
  expect(kept).toMatchObject({ state: 'kept', size: bytes.length, sha256: sha(bytes), position: 1 })
  expect(await db.parts.count()).toBe(2)
  const across = new Uint8Array(await readBytes(db, kept?.id ?? '', PART_BYTES - 10, 500))
  expect(across).toEqual(bytes.slice(PART_BYTES - 10, PART_BYTES + 490))
  expect((await readBytes(db, kept?.id ?? '', bytes.length, 500)).byteLength).toBe(0)
})

it('the next media stands after the last', async () => {
  await keepFile(db, video('d'), new Blob(['a']), { duration_ms: null, thumb: null })
  const second = await keepFile(db, video('d'), new Blob(['b']), { duration_ms: null, thumb: null })
  expect(second?.position).toBe(2)
})
