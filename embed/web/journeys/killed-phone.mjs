import assert from 'node:assert/strict'
import { appendFileSync, copyFileSync, mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { people } from './support/box.mjs'
import { originalOf, played, sha256Of } from './support/films.mjs'
import { Phone } from './support/phone.mjs'
import { texts } from './support/texts.mjs'
import { until } from './support/within.mjs'

const t = texts('en')
const reference = 'BATTERY 1'
const mostLost = 2000
const longBytes = 400 << 20

/** A phone whose browser dies without a word while it films, saves, takes in and sends: what was safe stays safe. */
export default async function killedPhone(journey) {
  const { box } = journey
  await box.settle()
  journey.expect(/net::ERR_(CONNECTION_\w+|EMPTY_RESPONSE|SOCKET_NOT_CONNECTED|FAILED)/)
  const pocket = new Pocket(journey)
  try {
    const films = await killedAtTheCar(journey, pocket)
    const kept = (await pocket.phone.keeps()).files
    await killedWhileSending(journey, pocket, kept)
    await arrived(journey, kept, films)
  } finally {
    await pocket.end()
  }
}

/** Answers when the films were begun and broken off, that which is saved first. */
async function killedAtTheCar(journey, pocket) {
  const films = []
  await journey.step('a phone pairs and begins', async () => {
    const { pairing } = await journey.box.device('old-battery')
    const phone = await pocket.open()
    await phone.pair(`${journey.box.origin}/phone/pair?code=${pairing.code}`)
    await phone.begin(reference, 'mechanics', 'Veloria')
    await phone.goTo('media')
    await phone.openCamera()
  })
  await journey.step('killed while filming: it is told, and all but the end is there', async () => {
    films.push({ during: 'filming', since: await film(pocket.phone, 6), until: Date.now() })
    await pocket.die()
    await openPictures(pocket.phone)
    await pocket.phone.page.getByText(t('phone.media.recovered')).waitFor()
    await journey.look(pocket.phone.page, 'interrupted recording')
  })
  await journey.step('killed right after the red button had ended it', async () => {
    await pocket.phone.openCamera()
    const since = await film(pocket.phone, 3)
    await pocket.phone.button('phone.camera.stop').click()
    films.push({ during: 'saving', since, until: Date.now() })
    await pocket.die()
    await openPictures(pocket.phone)
    await until(async () => (await pocket.phone.keeps()).files.every(({ state }) => state === 'kept'))
  })
  await journey.step(
    'killed while a long film is taken in from the gallery: no half of it stays',
    async () => {
      const { page } = pocket.phone
      await page.locator('input[type=file]').first().setInputFiles(longFilm(pocket.folder))
      await until(async () =>
        (await pocket.phone.holds()).media.some(
          ({ state, size }) => state === 'recording' && size >= 8 << 20,
        ),
      )
      await pocket.die()
      await openPictures(pocket.phone)
      await pocket.phone.page.getByText(`${reference}: long.mp4`).waitFor()
      await until(async () => (await pocket.phone.holds()).media.length === films.length)
      await journey.look(pocket.phone.page, 'interrupted import', { axe: false })
    },
  )
  return films
}

async function killedWhileSending(journey, pocket, kept) {
  const { box } = journey
  await journey.step('killed in the middle of sending', async () => {
    await pocket.phone.goTo('summary')
    await pocket.phone.chooseAuthor(`${people.technician.first_name} ${people.technician.last_name}`)
    const half = box.wire.cutAfter(kept[0].size / 2)
    await pocket.phone.finish()
    await half
    await pocket.die()
    box.wire.mend()
    await pocket.phone.page.reload()
    await until(async () => (await pocket.phone.keeps()).bytes === 0)
  })
}

async function arrived(journey, kept, films) {
  const { box } = journey
  await journey.step('each film arrived once, plays to its end, and lacks two seconds at most', async () => {
    const { interventions } = await box.manager.ask('GET', '/api/interventions')
    assert.deepEqual(
      interventions.map(row => row.reference),
      [reference],
    )
    const { media } = await box.manager.ask('GET', `/api/interventions/${interventions[0].id}`)
    assert.deepEqual(
      media.map(({ id }) => `${id} ${sha256Of(originalOf(box, id))}`),
      kept.map(({ id, sha256 }) => `${id} ${sha256}`),
    )
    for (const [index, film] of films.entries()) {
      const lost = film.until - film.since - played(originalOf(box, media[index].id)) * 1000
      journey.measure(`lost when killed while ${film.during}`, lost)
      assert.ok(lost <= mostLost, `${lost} ms are missing`)
    }
  })
}

/** A phone whose browser can die, and be started again with what it had kept. */
class Pocket {
  folder = mkdtempSync(join(tmpdir(), 'fleetbox-phone-'))

  constructor(journey) {
    this.journey = journey
  }

  async open() {
    this.context = await this.journey.launchPhone(join(this.folder, 'profile'))
    await this.context.addInitScript(noteFilming)
    this.phone = new Phone(await this.journey.page(this.context, 'phone'))
    await this.phone.page.goto(`${this.journey.box.origin}/phone/`)
    return this.phone
  }

  /** The whole browser at once, as when the battery is empty; then it is opened again. */
  async die() {
    const session = await this.context.browser().newBrowserCDPSession()
    const { processInfo } = await session.send('SystemInfo.getProcessInfo')
    const gone = new Promise(resolve => this.context.once('close', resolve))
    process.kill(processInfo.find(({ type }) => type === 'browser').id, 'SIGKILL')
    await gone
    await this.open()
  }

  async end() {
    await this.context?.close()
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** Notes in a page when the browser began to film. */
function noteFilming() {
  const { start } = MediaRecorder.prototype
  MediaRecorder.prototype.start = function (...args) {
    this.addEventListener('start', () => Object.assign(window, { filmingSince: Date.now() }))
    start.apply(this, args)
  }
}

/** Films for so many seconds, goes on filming, and answers since when. */
async function film(phone, seconds) {
  await phone.button('phone.camera.film').click()
  await phone.page.waitForFunction(wanted => Date.now() - window.filmingSince > wanted, seconds * 1000)
  return await phone.page.evaluate(() => window.filmingSince)
}

async function openPictures(phone) {
  await phone.page.getByRole('link', { name: reference }).click()
  await phone.goTo('media')
}

/** A film that takes a while to be taken in: players pass over what is appended to it. */
function longFilm(folder) {
  const path = join(folder, 'long.mp4')
  copyFileSync(fileURLToPath(new URL('../../demo/brake-walk.mp4', import.meta.url)), path)
  const room = Buffer.alloc(8)
  room.writeUInt32BE(longBytes)
  room.write('free', 4)
  appendFileSync(path, room)
  truncateSync(path, statSync(path).size - room.length + longBytes)
  return path
}
