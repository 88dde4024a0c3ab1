const cacheName = 'fleetbox-rest'

/**
 * What the app needs without a network beyond its start: files whose names change with what is in them, so that
 * versions never mix and an update brings only what is new.
 */
export class Rest {
  readonly #urls: ReadonlySet<string>
  #keeping: Promise<void> | null = null

  constructor(urls: Iterable<string>) {
    this.#urls = new Set(urls)
  }

  holds(url: string): boolean {
    return this.#urls.has(url)
  }

  /** From the phone; what is not on it yet, from the box. */
  async answer(url: string, request: Request): Promise<Response> {
    return (await caches.match(url, { cacheName, ignoreVary: true })) ?? fetch(request)
  }

  async whole(): Promise<boolean> {
    const kept = await this.#kept()
    return [...this.#urls].every(url => kept.has(url))
  }

  /** Fetches what is missing, or what of it is wanted now; a call while another is at it waits for that one. */
  async keep(wanted: Iterable<string> = this.#urls): Promise<void> {
    this.#keeping ??= this.#fetch(wanted).finally(() => {
      this.#keeping = null
    })
    return this.#keeping
  }

  /** Forgets the files of other versions. */
  async tidy(): Promise<void> {
    const cache = await caches.open(cacheName)
    const others = [...(await this.#kept())].filter(url => !this.#urls.has(url))
    await Promise.all(others.map(url => cache.delete(url, { ignoreVary: true })))
  }

  async #fetch(wanted: Iterable<string>): Promise<void> {
    const cache = await caches.open(cacheName)
    const kept = await this.#kept()
    // One after the other: what the person asks for meanwhile goes first.
    for (const url of wanted) if (!kept.has(url)) await cache.add(url)
  }

  async #kept(): Promise<Set<string>> {
    const requests = await (await caches.open(cacheName)).keys()
    return new Set(requests.map(request => new URL(request.url).pathname))
  }
}
