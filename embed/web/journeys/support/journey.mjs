import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { chromium } from 'playwright-core'
import { Box } from './box.mjs'
import { cameraFilm } from './camera.mjs'
import { rawKeys } from './texts.mjs'
import { within } from './within.mjs'

/** Screens as people have them; the second width is the one that the page is less often seen at. */
const pixel = { width: 412, height: 915 }
const iphone = { width: 390, height: 844 }
const screens = {
  office: { width: 1440, height: 900, other: iphone, touch: false },
  phone: { ...pixel, other: { width: 1280, height: 800 }, touch: true },
  iphone: {
    ...iphone,
    other: { width: 1280, height: 800 },
    touch: true,
    deviceScaleFactor: 3,
    userAgent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) ' +
      'Version/18.5 Mobile/15E148 Safari/604.1',
  },
  customer: { ...pixel, other: { width: 1280, height: 800 }, touch: true },
}

/** Said by the browser itself, and no fault of a page. */
const usual = [
  /401 \(Unauthorized\).*\/api\/session$/, // how the office learns that nobody is signed in
  /ERR_ABORTED/, // a page was left, or a video is read piece by piece
]

/** One journey: a box of its own, a browser of its own, and what was seen on the way. */
export class Journey {
  figures = {}
  faults = []
  #shots = 0
  #expected = [...usual]
  #pages = []
  #checked = new Set()

  constructor(name, out) {
    this.name = name
    this.out = out
    this.folder = join(out, name)
    rmSync(this.folder, { recursive: true, force: true })
    mkdirSync(this.folder, { recursive: true })
  }

  async begin({ browserArguments, encrypted, demonstration }) {
    this.browser = await this.launch(browserArguments)
    this.box = await Box.start(this.folder, { encrypted, demonstration })
  }

  /** A browser whose camera shows our film and asks nobody; `args` change that, and it may have no camera at all. */
  async launch(args, { camera, ...options } = {}) {
    return await chromium.launch({ ...this.#browser(args, camera), ...options })
  }

  /** A phone of which all that it keeps lies in a folder: its browser can be killed and started again. */
  async launchPhone(folder) {
    const context = await chromium.launchPersistentContext(folder, {
      ...this.#browser(),
      ...asPerson('phone', 'en'),
    })
    context.setDefaultTimeout(30_000)
    return context
  }

  #browser(args = ['--use-fake-ui-for-media-stream'], camera = true) {
    const seen = camera
      ? ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${cameraFilm(this.out)}`]
      : ['--use-fake-device-for-media-stream=device-count=0']
    return {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', ...seen, ...args],
    }
  }

  async end() {
    await this.browser?.close()
    await this.box?.stop()
    writeFileSync(join(this.folder, 'figures.json'), `${JSON.stringify(this.figures, null, 2)}\n`)
  }

  /** A person with a browser of their own: nothing is shared with the others. */
  async person(kind, { language = 'en', browser = this.browser, ...options } = {}) {
    const context = await browser.newContext({ ...asPerson(kind, language), ...options })
    context.setDefaultTimeout(30_000)
    return context
  }

  /** A new page of a person, watched: what the console or the network complains about is a fault. */
  async page(context, kind) {
    const page = await context.newPage()
    page.kind = kind
    this.#pages.push(page)
    page.on('pageerror', error => this.#complain(page, `error: ${error.stack ?? error.message}`))
    page.on('console', message => {
      if (message.type() !== 'error' && message.type() !== 'warning') return
      this.#complain(page, `${message.type()}: ${message.text()} ${message.location().url}`)
    })
    page.on('requestfailed', request => {
      this.#complain(
        page,
        `request failed: ${request.failure()?.errorText} ${request.method()} ${request.url()}`,
      )
    })
    return page
  }

  /** Complaints of this kind belong to the journey from here on. */
  expect(...patterns) {
    this.#expected.push(...patterns)
  }

  async step(name, walk) {
    const began = Date.now()
    try {
      await within(90_000, walk())
    } catch (error) {
      await this.#shootAll(`FAILED ${name}`)
      throw new Error(`${name}: ${error.message}`, { cause: error })
    }
    this.told?.(`${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`)
  }

  /** Looks at a page: a picture at both widths, words instead of keys, and nothing serious for axe, light and dark. */
  async look(page, name, { both = true, axe = true } = {}) {
    const number = String(++this.#shots).padStart(2, '0')
    const { width, height, other } = screens[page.kind]
    await this.#shoot(page, `${number}-${slug(name)}-${width}`)
    await this.#words(page, name)
    await this.#fits(page, name)
    if (axe && !this.#checked.has(name)) {
      this.#checked.add(name)
      await this.#accessible(page, name)
    }
    if (!both) return
    await page.setViewportSize(other)
    await this.#shoot(page, `${number}-${slug(name)}-${other.width}`)
    await page.setViewportSize({ width, height })
  }

  /** Looks at a page of the phone on an Android phone and on an iPhone, light and dark. */
  async lookOnPhones(page, name, schemes = ['light', 'dark']) {
    const { width, height } = screens[page.kind]
    await this.#words(page, name)
    for (const size of [pixel, iphone]) {
      await page.setViewportSize(size)
      await this.#fits(page, `${name}, ${size.width}`)
      for (const scheme of schemes) {
        await page.emulateMedia({ colorScheme: scheme })
        await page.evaluate(settled)
        await this.#shoot(page, `${slug(name)}-${size.width}-${scheme}`, { scale: 'css' })
      }
    }
    await page.emulateMedia({ colorScheme: 'light' })
    await page.setViewportSize({ width, height })
  }

  fault(text) {
    this.faults.push(text)
    this.told?.(`FAULT ${text}`)
  }

  measure(name, value, unit = 'ms') {
    this.figures[name] = `${Math.round(value)} ${unit}`
    this.told?.(`${name}: ${this.figures[name]}`)
  }

  async #words(page, name) {
    // biome-ignore lint/performance/useDomNodeTextContent: what nobody sees needs no words
    const keys = rawKeys(await page.locator('body').innerText())
    if (keys.length > 0) this.fault(`${name}: keys instead of words: ${keys.join(', ')}`)
  }

  async #fits(page, name) {
    const needed = await page.evaluate(() => document.documentElement.scrollWidth)
    const { width } = page.viewportSize()
    if (needed > width) this.fault(`${name}: ${needed} px wide on a screen of ${width} px`)
  }

  async #accessible(page, name) {
    for (const [scheme, rules] of [
      ['light', {}],
      ['dark', { runOnly: { type: 'rule', values: ['color-contrast'] } }], // nothing else is different there
    ]) {
      await page.emulateMedia({ colorScheme: scheme })
      await page.evaluate(settled)
      const { violations } = await new AxeBuilder({ page })
        .setLegacyMode(true)
        .options({ ...rules, resultTypes: ['violations'] })
        .analyze()
      for (const { id, impact, nodes } of violations) {
        if (impact !== 'serious' && impact !== 'critical') continue
        const where = nodes
          .slice(0, 3)
          .map(node => `${node.target.join(' ')} (${node.failureSummary.split('\n').at(-1).trim()})`)
        this.fault(
          `${name}, ${scheme}: ${impact} ${id}: ${where.join('; ')}${nodes.length > 3 ? ` and ${nodes.length - 3} more` : ''}`,
        )
      }
    }
    await page.emulateMedia({ colorScheme: 'light' })
  }

  async #shoot(page, name, options) {
    await page.screenshot({ path: join(this.folder, `${name}.png`), animations: 'disabled', ...options })
  }

  async #shootAll(name) {
    for (const [index, page] of this.#pages.entries()) {
      if (page.isClosed()) continue
      await this.#shoot(page, `${slug(name)}-${page.kind}-${index}`).catch(() => {})
    }
  }

  #complain(page, text) {
    if (this.#expected.some(pattern => pattern.test(text))) return
    this.fault(`${page.kind}: ${text}`)
  }
}

function asPerson(kind, language) {
  const { width, height, touch, other, ...device } = screens[kind]
  return {
    ...device,
    viewport: { width, height },
    locale: language,
    timezoneId: 'Europe/Berlin',
    hasTouch: touch,
    isMobile: touch,
    reducedMotion: 'reduce',
    colorScheme: 'light',
  }
}

/** Resolves in a page once no colour is on its way to another one. */
async function settled() {
  const frames = async count => {
    for (let frame = 0; frame < count; frame++) await new Promise(requestAnimationFrame)
  }
  const wanted = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
  const { dataset } = document.documentElement
  for (let tries = 0; tries < 100 && (dataset.mantineColorScheme ?? wanted) !== wanted; tries++)
    await frames(1)
  for (const animation of document.getAnimations()) if (animation instanceof CSSTransition) animation.finish()
  await frames(3) // what lies in a row with content-visibility follows one frame later
}

function slug(name) {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, '-')
}
