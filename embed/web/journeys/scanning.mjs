import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Phone } from './support/phone.mjs'
import { Scenes } from './support/scenes.mjs'
import { beginsWith, texts } from './support/texts.mjs'
import { byName, names, trustingHome } from './support/trust.mjs'

const t = texts('en')
const german = texts('de')
const scenes = new Scenes(join(tmpdir(), `fleetbox-scanning-${process.pid}.mjpeg`))

export const encrypted = true
export const browserArguments = ['--use-fake-ui-for-media-stream', scenes.argument, names]

const order = 'ORDER-4711'
const plate = 'B FX 2026'

/** Each kind of code once flat and once as it is met in a workshop. */
const codes = [
  ['Code128', 'A-2026/0118', {}],
  ['Code128', 'A-2026/0119', { width: 560, turned: 30, rolled: 8, light: 'dim' }],
  ['Code39', 'WVWZZZ1KZ6W000001', { width: 620 }],
  ['Code39', 'KEY 17', { width: 560, turned: -30, tilted: 15, light: 'dim' }],
  ['EAN13', '4006381333931', {}],
  ['EAN13', '4006381333931', { width: 480, rolled: 25, light: 'dim' }],
  ['QRCode', 'JOB 2026-118', { width: 260 }],
  ['QRCode', 'JOB 2026-119', { width: 150, turned: 40, tilted: 20, rolled: 30, light: 'dim' }],
  ['DataMatrix', '1K0615301AA', { width: 240 }],
  ['DataMatrix', '1K0615301AB', { width: 150, turned: -40, rolled: 15, light: 'dim' }],
]

/**
 * References and plates that nobody types: from codes of every kind and from plates, with and without a network, on
 * phones that trust the box's own authority and know the box by its name.
 */
export default async function scanning(journey) {
  const { box } = journey
  await box.settle()
  await box.file(order, { vehicle: { plate, vin: '', make: 'Veloria', model: 'Kombi', mileage: null } })
  await scenes.begin(journey.browser)
  const home = await trustingHome(box)
  const browser = await journey.launch(browserArguments, { env: { ...process.env, HOME: home } })
  try {
    const pocket = await journey.person('phone', { browser })
    const phone = await pairByCode(journey, pocket)
    await readCodes(journey, phone)
    await meetKnown(journey, phone)
    await tellForeign(journey, phone)
    await typeInstead(journey, phone)
    await searchByCode(journey, phone)
    await readPlates(journey, phone)
    await withoutNetwork(journey, pocket)
    await inGerman(journey, browser)
  } finally {
    await browser.close()
    await scenes.end()
    rmSync(home, { recursive: true, force: true })
  }
}

async function pair(journey, pocket, { language, kind }) {
  await pocket.addInitScript(notePictures)
  const phone = new Phone(await journey.page(pocket, kind), language)
  const { pairing } = await journey.box.device(`scanner-${language}`)
  await phone.pair(`${byName(journey.box)}/phone/pair?code=${pairing.code}`)
  return phone
}

/** A phone that is paired by its own scanner, as the app on a home screen is, and then gets there. */
async function pairByCode(journey, pocket) {
  await pocket.addInitScript(notePictures)
  const { box } = journey
  const page = await journey.page(pocket, 'phone')
  const phone = new Phone(page)
  await journey.step('a code that is none of a new phone is told', async () => {
    await page.goto(`${byName(box)}/phone/`)
    await phone.button('phone.pair.scan').waitFor()
    await journey.look(page, 'connect this phone')
    await scenes.code('QRCode', 'JOB 1')
    await phone.button('phone.pair.scan').click()
    await page.getByText(t('phone.pair.other_code')).waitFor()
    await journey.look(page, 'no code of a new phone')
    await phone.button('phone.scan.type').click()
  })
  await journey.step('the code of the office connects, and the app goes onto the home screen', async () => {
    const { pairing } = await box.device('scanner-en')
    await scenes.code('QRCode', `${byName(box)}/phone/pair?code=${pairing.code}`)
    await page.evaluate(offerHomeScreen)
    await phone.button('phone.pair.scan').click()
    await phone.button('phone.install.action').waitFor()
    await journey.look(page, 'onto the home screen')
    await phone.button('phone.install.action').click()
    await page.getByLabel(t('phone.start.new')).waitFor()
    assert.equal(await page.evaluate(() => window.asked), 1, 'the browser was asked once')
  })
  return phone
}

/** What a browser with a screen does once the app could be installed; one without a screen never does. */
function offerHomeScreen() {
  window.asked = 0
  const offer = Object.assign(new Event('beforeinstallprompt', { cancelable: true }), {
    prompt: async () => void window.asked++,
    userChoice: Promise.resolve({ outcome: 'accepted' }),
  })
  window.dispatchEvent(offer)
}

const field = (phone, key = 'phone.scan.text') => phone.page.getByLabel(phone.t(key))

/** Notes in a page when its camera shows its first picture: a hit may follow before anybody looks. */
function notePictures() {
  document.addEventListener('loadeddata', () => Object.assign(window, { pictureAt: Date.now() }), true)
}

/** Opens the scanner; answers when its first picture was there. */
async function openScanner(phone, what = 'code') {
  await phone.page.evaluate(() => Object.assign(window, { pictureAt: null }))
  await phone.button(`phone.scan.${what}`).click()
  const seen = await phone.page.waitForFunction(() => window.pictureAt)
  return await seen.jsonValue()
}

async function readCodes(journey, phone) {
  const slowest = { day: 0, dim: 0 }
  await journey.step('the start page offers to scan', async () => {
    await phone.button('phone.scan.plate').waitFor()
    await journey.look(phone.page, 'start with scanning')
  })
  for (const [format, text, look] of codes) {
    const { light = 'day' } = look
    await journey.step(`${format} ${text}, ${light}`, async () => {
      await scenes.code(format, text, look)
      const seen = await openScanner(phone)
      await field(phone).waitFor()
      const took = Date.now() - seen
      assert.equal(await field(phone).inputValue(), text)
      journey.told?.(`${format} ${light}: ${Math.round(took)} ms`)
      slowest[light] = Math.max(slowest[light], took)
      if (text === codes[0][1]) await journey.look(phone.page, 'code found')
      await toStart(phone)
    })
  }
  journey.measure('picture to hit, slowest in daylight', slowest.day)
  journey.measure('picture to hit, slowest turned and dim', slowest.dim)
}

async function toStart(phone) {
  await scenes.nothing()
  await phone.button('common.action.back').click()
  await phone.button('phone.camera.close').click()
  await phone.page.getByLabel(phone.t('phone.start.new')).waitFor()
}

async function meetKnown(journey, phone) {
  const { page } = phone
  await journey.step('a code of an intervention that exists leads to it', async () => {
    await scenes.code('QRCode', order.toLowerCase())
    await openScanner(phone)
    await page.getByRole('heading', { name: t('phone.scan.exists') }).waitFor()
    await journey.look(page, 'exists already')
    await page.getByRole('link', { name: new RegExp(order) }).click()
    await page.getByRole('heading', { name: order }).waitFor()
    await phone.button('common.action.back').click()
  })
  await journey.step('a new reference begins an intervention', async () => {
    await page.goto(`${byName(journey.box)}/phone/`)
    await scenes.code('DataMatrix', 'NEW 1')
    await openScanner(phone)
    await field(phone).waitFor()
    await phone.button('phone.scan.begin').click()
    await page.getByRole('button', { name: beginsWith(t('common.module.mechanics')) }).waitFor()
    await page.goto(`${byName(journey.box)}/phone/`)
  })
}

async function tellForeign(journey, phone) {
  const { page } = phone
  await journey.step('a pairing code and a foreign address are told as such', async () => {
    const { pairing } = await journey.box.device('another')
    await scenes.code('QRCode', pairing.url)
    await openScanner(phone)
    await page.getByText(t('phone.scan.told.pairing')).waitFor()
    await journey.look(page, 'pairing code scanned')
    await phone.button('phone.camera.close').click()
    await scenes.code('QRCode', 'https://shop.example.test/tyres')
    await openScanner(phone)
    await page.getByText(t('phone.scan.told.address', { host: 'shop.example.test' })).waitFor()
    await phone.button('phone.camera.close').click()
  })
}

async function typeInstead(journey, phone) {
  const { page } = phone
  await journey.step('typing is one tap away', async () => {
    await scenes.nothing()
    await openScanner(phone)
    await journey.look(page, 'looking for a code')
    await phone.button('phone.scan.type').click()
    await field(phone, 'phone.scan.typed').fill('b-fx 2026')
    await page.getByRole('link', { name: new RegExp(order) }).waitFor()
    await toStart(phone)
  })
}

async function searchByCode(journey, phone) {
  const { page } = phone
  await journey.step('the list is searched by a code', async () => {
    await page.getByRole('link', { name: beginsWith(t('phone.tab.list')) }).click()
    await phone.button('phone.scan.code').waitFor()
    await journey.look(page, 'list with scanning')
    await scenes.code('Code128', order)
    await openScanner(phone)
    const search = page.getByRole('searchbox')
    await search.waitFor()
    assert.equal(await search.inputValue(), order)
    await page.getByRole('link', { name: new RegExp(order) }).waitFor()
    await search.fill('nothing like it')
    await page.getByText(t('phone.list.none_found')).waitFor()
    await page.goto(`${byName(journey.box)}/phone/`)
  })
}

async function readPlates(journey, phone) {
  const { page } = phone
  await journey.step('a plate is read by the box, compared, and begins', async () => {
    await scenes.plate('D', 'B·FX 2026', { turned: 12, rolled: 3 })
    await openScanner(phone, 'plate')
    await journey.look(page, 'aiming at a plate')
    const pressed = performance.now()
    await phone.button('phone.scan.read').click()
    const reading = page.getByRole('button', { name: beginsWith(plate) })
    await reading.waitFor()
    journey.measure('press to reading of a plate', performance.now() - pressed)
    await page.getByRole('link', { name: new RegExp(order) }).waitFor()
    await journey.look(page, 'plate read')
    assert.equal(await field(phone, 'phone.scan.typed').inputValue(), plate)
    await toStart(phone)
  })
  await journey.step('an unreadable plate is told, and typed', async () => {
    await openScanner(phone, 'plate')
    await phone.button('phone.scan.read').click()
    await page.getByText(t('phone.scan.told.unreadable')).waitFor()
    await journey.look(page, 'plate not read')
    await field(phone, 'phone.scan.typed').fill('B AB 1')
    await phone.button('phone.scan.begin').waitFor()
    await toStart(phone)
  })
}

async function withoutNetwork(journey, pocket) {
  journey.expect(/net::ERR_(INTERNET_DISCONNECTED|NETWORK_CHANGED|CONNECTION_REFUSED|FAILED)/)
  const phone = new Phone(await journey.page(pocket, 'phone'))
  const { page } = phone
  await journey.step('without a network codes are read and known ones found; plates are typed', async () => {
    await page.goto(`${byName(journey.box)}/phone/`)
    await phone.keepsAll()
    await pocket.setOffline(true)
    await page.goto(`${byName(journey.box)}/phone/`)
    await scenes.code('QRCode', order)
    await openScanner(phone)
    await page.getByRole('link', { name: new RegExp(order) }).waitFor()
    await toStart(phone)
    await openScanner(phone, 'plate')
    await phone.button('phone.scan.read').click()
    await page.getByText(t('phone.scan.told.away')).waitFor()
    await journey.look(page, 'plate without a network')
    await field(phone, 'phone.scan.typed').fill(plate)
    await page.getByRole('link', { name: new RegExp(order) }).waitFor()
    await pocket.setOffline(false)
    await page.close()
  })
}

async function inGerman(journey, browser) {
  await journey.step('in German', async () => {
    const pocket = await journey.person('iphone', { language: 'de', colorScheme: 'dark', browser })
    const phone = await pair(journey, pocket, { language: 'de', kind: 'iphone' })
    await journey.look(phone.page, 'start in German', { axe: false, both: false })
    await scenes.nothing()
    await openScanner(phone, 'plate')
    await journey.look(phone.page, 'aiming in German', { axe: false, both: false })
    await phone.button('phone.camera.close').click()
    await scenes.code('QRCode', order)
    await openScanner(phone)
    await phone.page.getByRole('heading', { name: german('phone.scan.exists') }).waitFor()
    await journey.look(phone.page, 'found in German', { axe: false, both: false })
  })
}
