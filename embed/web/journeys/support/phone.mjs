import { beginsWith, texts } from './texts.mjs'
import { until } from './within.mjs'

/** The hands of a technician on the phone app. */
export class Phone {
  constructor(page, language = 'en') {
    this.page = page
    this.language = language
    this.t = texts(language)
  }

  button(key, values) {
    return this.page.getByRole('button', { name: this.t(key, values), exact: true })
  }

  /** Opens the address that the QR code holds: the phone pairs by itself, but an iPhone leaves it to the person. */
  async pair(url) {
    await this.page.goto(url)
    if (this.page.kind === 'iphone') await this.button('phone.pair.action').click()
    // A browser with a profile of its own offers to install the app.
    const later = this.button('phone.install.later')
    const start = this.page.getByLabel(this.t('phone.start.new'))
    await start.or(later).waitFor()
    if (await later.isVisible()) await later.click()
    await start.waitFor()
  }

  /** Waits until all of the app is on the phone: from then on it needs no network. */
  async keepsAll() {
    await this.page.evaluate(async () => {
      const { active } = await navigator.serviceWorker.ready
      await new Promise(resolve => {
        navigator.serviceWorker.addEventListener('message', ({ data }) => data.whole && resolve())
        active.postMessage('keep all')
      })
    })
  }

  async begin(reference, module, brand) {
    await this.page.getByLabel(this.t('phone.start.new')).fill(reference)
    await this.button('phone.start.begin').click()
    await this.page.getByRole('button', { name: beginsWith(this.t(`common.module.${module}`)) }).click()
    await this.page.getByRole('button', { name: brand }).click()
  }

  async goTo(step) {
    await this.page
      .getByRole('navigation', { name: this.t('phone.step.all') })
      .getByRole('button', { name: beginsWith(this.t(`phone.step.${step}`)) })
      .click()
  }

  /** Taps a line until it says what it should. */
  async tick(label, urgency) {
    const line = this.page.getByRole('button', { name: beginsWith(label) })
    const taps = { ok: 1, advised: 2, urgent: 3 }[urgency]
    for (let tap = 0; tap < taps; tap++) await line.click()
    await line.filter({ hasText: this.t(`common.urgency.${urgency}`) }).waitFor()
  }

  async ownLine(label) {
    await this.button('phone.works.add_own').click()
    await this.page.getByLabel(this.t('phone.works.own_label')).fill(label)
    await this.button('common.action.add').click()
    await this.page.getByRole('button', { name: beginsWith(label) }).waitFor()
  }

  async openCamera() {
    await this.button('phone.media.camera').click()
    await this.cameraReady()
  }

  async cameraReady() {
    await this.page.locator('video').waitFor()
    await this.page.waitForFunction(() => document.querySelector('video')?.videoWidth > 0)
  }

  /** Films until the clock on the screen shows so many seconds. */
  async film(seconds, { meanwhile } = {}) {
    await this.button('phone.camera.film').click()
    await this.button('phone.camera.stop').waitFor() // until then the time that is left stands there
    await this.page.waitForFunction(wanted => {
      const [, minutes, rest] = document.querySelector('header p')?.textContent.match(/(\d+):(\d\d)/) ?? []
      return Number(minutes) * 60 + Number(rest) >= wanted
    }, seconds)
    await meanwhile?.()
    await this.#told('phone.camera.video_saved', this.button('phone.camera.stop').click())
  }

  async photograph() {
    await this.button('common.word.photo').click()
    await this.#told('phone.camera.photo_saved', this.button('phone.camera.shoot').click())
  }

  /** The camera's words stay for two seconds only: they are looked for while it is still at it. */
  async #told(key, doing) {
    await Promise.all([this.page.getByText(this.t(key)).waitFor(), doing])
  }

  async closeCamera() {
    await this.button('phone.camera.close').click()
  }

  async chooseAuthor(name) {
    await this.page.getByLabel(this.t('phone.summary.author')).selectOption({ label: name })
  }

  async finish() {
    await this.button('common.action.finish').click()
    await this.page.getByLabel(this.t('phone.start.new')).waitFor()
  }

  /** What the phone still keeps: files begun or on their way, and bytes of photos and videos. */
  async keeps() {
    return await this.page.evaluate(async () => {
      const db = await new Promise((resolve, reject) => {
        const opening = indexedDB.open('fleetbox-phone')
        opening.onsuccess = () => resolve(opening.result)
        opening.onerror = () => reject(opening.error)
      })
      const all = store =>
        new Promise((resolve, reject) => {
          const asking = db.transaction(store).objectStore(store).getAll()
          asking.onsuccess = () => resolve(asking.result)
          asking.onerror = () => reject(asking.error)
        })
      const hex = buffer =>
        [...new Uint8Array(buffer)].map(byte => byte.toString(16).padStart(2, '0')).join('')
      const [drafts, media, parts] = await Promise.all(['drafts', 'media', 'parts'].map(all))
      db.close()
      const files = []
      for (const item of media) {
        const bytes = await new Blob(
          parts.filter(part => part.media === item.id).map(part => part.bytes),
        ).arrayBuffer()
        files.push({
          id: item.id,
          kind: item.kind,
          state: item.state,
          duration_ms: item.duration_ms,
          size: item.size,
          offset: item.offset,
          held: bytes.byteLength,
          sha256: hex(await crypto.subtle.digest('SHA-256', bytes)),
        })
      }
      return {
        drafts: drafts.map(({ id, reference, state }) => ({ id, reference, state })),
        files,
        bytes: parts.reduce((sum, part) => sum + part.bytes.byteLength, 0),
      }
    })
  }

  /** What its storage holds, without the bytes: files begun or on their way, photos and videos, and how many parts. */
  async holds() {
    return await this.page.evaluate(async () => {
      const db = await new Promise((resolve, reject) => {
        const opening = indexedDB.open('fleetbox-phone')
        opening.onsuccess = () => resolve(opening.result)
        opening.onerror = () => reject(opening.error)
      })
      const ask = (store, how) =>
        new Promise((resolve, reject) => {
          const asking = db.transaction(store).objectStore(store)[how]()
          asking.onsuccess = () => resolve(asking.result)
          asking.onerror = () => reject(asking.error)
        })
      const [drafts, media, parts] = await Promise.all([
        ask('drafts', 'getAll'),
        ask('media', 'getAll'),
        ask('parts', 'count'),
      ])
      db.close()
      return {
        drafts: drafts.map(({ id, state }) => ({ id, state })),
        media: media.map(({ id, state, size }) => ({ id, state, size })),
        parts,
      }
    })
  }

  /** Waits until nothing is on its way any more, in the phone's storage and on its screen. */
  async delivered() {
    await until(async () => (await this.holds()).drafts.every(({ state }) => state === 'open'))
    await this.page
      .getByRole('heading', { name: this.t('phone.start.on_the_way') })
      .waitFor({ state: 'hidden' })
  }
}
