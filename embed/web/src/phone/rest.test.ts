import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Rest } from './rest'

/** The browser's caches as far as the app uses them, with a box that may be out of reach. */
class Kept {
  readonly files = new Map<string, Response>()
  reachable = true
  asked: string[] = []

  open = async () => ({
    keys: async () => [...this.files.keys()].map(url => new Request(`http://box${url}`)),
    add: async (url: string) => this.files.set(url, await this.fetch(url)),
    delete: async (url: string) => this.files.delete(url),
  })
  match = async (url: string) => this.files.get(url)
  fetch = async (url: string) => {
    if (!this.reachable) throw new TypeError('Failed to fetch')
    this.asked.push(url)
    return new Response(`box: ${url}`)
  }
}

let kept: Kept
beforeEach(() => {
  kept = new Kept()
  vi.stubGlobal('caches', kept)
  vi.stubGlobal('fetch', (request: Request) => kept.fetch(new URL(request.url).pathname))
})
afterEach(() => {
  vi.unstubAllGlobals()
})

it('goes on where the network ended, and fetches nothing twice', async () => {
  const rest = new Rest(['/a', '/b', '/c'])
  await rest.keep(['/b'])
  expect(await rest.whole()).toBe(false)
  kept.reachable = false
  await expect(rest.keep()).rejects.toThrow()
  expect(await rest.whole()).toBe(false)
  kept.reachable = true
  await Promise.all([rest.keep(), rest.keep()])
  expect(await rest.whole()).toBe(true)
  expect(kept.asked).toEqual(['/b', '/a', '/c'])
})

it('answers from the phone without a network, and from the box what is not here yet', async () => {
  const rest = new Rest(['/a', '/b'])
  await rest.keep(['/a'])
  const missing = await rest.answer('/b', new Request('http://box/b'))
  expect(await missing.text()).toBe('box: /b')
  kept.reachable = false
  const answer = await rest.answer('/a', new Request('http://box/a'))
  expect(await answer.text()).toBe('box: /a')
  await expect(rest.answer('/b', new Request('http://box/b'))).rejects.toThrow()
})

it('an update brings only what is new and forgets what is gone', async () => {
  await new Rest(['/same', '/old']).keep()
  kept.asked = []
  const next = new Rest(['/same', '/new'])
  await next.keep()
  await next.tidy()
  expect(kept.asked).toEqual(['/new'])
  expect([...kept.files.keys()].sort()).toEqual(['/new', '/same'])
})
