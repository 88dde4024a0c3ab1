// @vitest-environment node
import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Problem } from '../api/problem'
import { answer, sum, TusBox } from '../testing/tusBox'
import { fileSource, sha256Of, type UploadOptions, upload } from './tus'

let box: TusBox
let endpoint: string
const bytes = randomBytes(25_000)
const file = () => fileSource(new Blob([bytes]))

beforeEach(async () => {
  box = new TusBox()
  endpoint = await box.start()
})
afterEach(() => box.stop())

function send(extra: Partial<UploadOptions> = {}) {
  return upload({
    source: file(),
    metadata: { id: 'm1', filename: 'Bremse hinten – 1.mp4' },
    endpoint,
    partSize: 4_000,
    pauses: [1, 2, 4],
    ...extra,
  })
}

describe('sha256Of', () => {
  it('is the sum over all parts', async () => {
    const long = randomBytes(9 * 1024 * 1024 + 13)
    expect(await sha256Of(fileSource(new Blob([long])))).toBe(sum(long))
  })
  it('knows the sum of nothing', async () => {
    expect(await sha256Of(fileSource(new Blob([])))).toBe(sum(new Uint8Array()))
  })
})

describe('upload', () => {
  it('ends with the confirmed sum of every byte', async () => {
    const progress: number[] = []
    const confirmation = await send({ onProgress: sent => progress.push(sent) })
    expect(confirmation).toEqual({ sha256: sum(bytes), media: 'm1' })
    expect(box.uploads.get('u-m1')?.bytes.equals(bytes)).toBe(true)
    expect(progress.at(0)).toBe(0)
    expect(progress.at(-1)).toBe(bytes.length)
  })

  it('goes on at the byte where the line was cut, whatever byte that was', async () => {
    for (const cut of [0, 1, 777, 3_999]) {
      box.uploads.clear()
      box.cutAfter = cut
      await send()
      expect(box.uploads.get('u-m1')?.bytes.equals(bytes)).toBe(true)
    }
  })

  it('goes on with an address kept from an earlier run', async () => {
    let url = ''
    const stop = new AbortController()
    const first = send({
      signal: stop.signal,
      onUrl: address => {
        url = address ?? ''
      },
      onProgress: sent => sent >= 8_000 && stop.abort(),
    })
    await expect(first).rejects.toThrow()
    const kept = box.uploads.get('u-m1')?.bytes.length ?? 0
    expect(kept).toBeGreaterThanOrEqual(8_000)
    box.requests.length = 0
    await send({ uploadUrl: url })
    expect(box.requests).not.toContain('POST')
    expect(box.requests.filter(method => method === 'PATCH')).toHaveLength(
      Math.ceil((bytes.length - kept) / 4_000),
    )
  })

  it('sends nothing twice when the whole file is there already', async () => {
    await send()
    box.requests.length = 0
    expect((await send()).sha256).toBe(sum(bytes))
    expect(box.requests).toEqual(['POST', 'HEAD'])
  })

  it.each([409, 423, 429, 500, 503, 507])('tries again after %i', async status => {
    let left = 3
    const troubles: number[] = []
    box.fault = (request, response) => {
      if (request.method !== 'PATCH' || left-- <= 0) return false
      answer(response, status)
      return true
    }
    await send({ onTrouble: problem => troubles.push(problem.status) })
    expect(troubles).toEqual([status, status, status])
  })

  it('pauses longer each time and gives up only when told to', async () => {
    const pauses: number[] = []
    box.fault = (_, response) => {
      answer(response, 503)
      return true
    }
    const failing = send({ maxAttempts: 5, onTrouble: (_, pause) => pauses.push(pause) })
    await expect(failing).rejects.toMatchObject({ status: 503 })
    expect(pauses).toEqual([1, 2, 4, 4])
  })

  it('waits for a box that is away', async () => {
    await box.stop()
    const troubles: number[] = []
    const failing = send({ maxAttempts: 2, onTrouble: problem => troubles.push(problem.status) })
    await expect(failing).rejects.toMatchObject({ status: 0, code: 'unreachable' })
    expect(troubles).toEqual([0])
  })

  it.each([400, 401, 403, 413, 415, 422])('ends at once on %i with the words of the box', async status => {
    box.fault = (_, response) => {
      answer(response, status, {}, { code: 'no', detail: 'why not' })
      return true
    }
    const refused = send()
    await expect(refused).rejects.toBeInstanceOf(Problem)
    await expect(refused).rejects.toMatchObject({ status, detail: 'why not' })
  })

  it.each([404, 410])('begins again when the address answers %i', async status => {
    const urls: (string | null)[] = []
    let first = true
    box.fault = (request, response, { uploads }) => {
      if (request.method !== 'PATCH' || !first) return false
      first = false
      uploads.clear()
      answer(response, status)
      return true
    }
    await send({ onUrl: url => urls.push(url) })
    expect(urls).toHaveLength(3)
    expect(urls[1]).toBeNull()
  })

  it('sends a part again that arrived damaged', async () => {
    let first = true
    box.fault = (request, response) => {
      if (request.method !== 'PATCH' || !first) return false
      first = false
      answer(response, 460)
      return true
    }
    await send()
    expect(box.uploads.get('u-m1')?.bytes.equals(bytes)).toBe(true)
  })

  it('never takes a wrong sum for a confirmation', async () => {
    await expect(send({ sha256: sum(randomBytes(8)) })).rejects.toMatchObject({ status: 460 })
    expect(box.requests.length).toBeLessThan(60)
  })

  it('stops at the wish of the caller, in a pause too', async () => {
    const stop = new AbortController()
    box.fault = (_, response) => {
      answer(response, 503)
      return true
    }
    const waiting = send({ signal: stop.signal, pauses: [60_000], onTrouble: () => stop.abort() })
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' })
  })
})
