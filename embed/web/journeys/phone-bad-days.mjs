import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { people } from './support/box.mjs'
import { originalOf, played } from './support/films.mjs'
import { Phone } from './support/phone.mjs'
import { texts } from './support/texts.mjs'

const t = texts('en')
const allowed = ['--use-fake-ui-for-media-stream']

/** A phone without a camera, without a microphone, with a code that is no good, and with a clock that is wrong. */
export default async function phoneBadDays(journey) {
  await journey.box.settle()
  await codes(journey)
  await noCamera(journey)
  await noMicrophone(journey)
  await cameraTaken(journey)
  for (const [name, hours] of Object.entries({ slow: -24, fast: 24 })) await wrongClock(journey, name, hours)
}

/** A phone that has not been paired yet; `before` runs in its pages before they are loaded. */
async function newPhone(journey, name, { before, ...options } = {}) {
  const context = await journey.person('phone', options)
  if (before) await context.addInitScript(...before)
  const phone = new Phone(await journey.page(context, 'phone'))
  const { pairing } = await journey.box.device(name.replace(' ', '-'))
  phone.code = pairing.code
  return phone
}

const opens = (journey, phone, code) => phone.page.goto(`${journey.box.origin}/phone/pair?code=${code}`)

async function codes(journey) {
  const { box } = journey
  journey.expect(/40[49] \(\w[\w ]*\).*\/api\/devices\/pair/, /410 \(Gone\).*\/api\/devices\/pair/)
  const phone = await newPhone(journey, 'bay-1')
  const refused = async (code, problem) => {
    await opens(journey, phone, code)
    await phone.page.getByText(t(`problem.${problem}`)).waitFor()
    await phone.button('phone.pair.action').waitFor()
    await journey.look(phone.page, `code ${problem}`)
  }
  await journey.step('a code of another box is not known, and the screen says what to do', () =>
    refused('QQQQ-QQQQ', 'pairing_unknown'),
  )
  await journey.step('a code that was shown an hour ago has expired', async () => {
    await box.rest()
    const then = `UPDATE devices SET pairing_expires_at = ${Date.now() - 3600_000}`
    execFileSync('sqlite3', [join(box.data, 'fleetbox.db'), then])
    await box.resume()
    await refused(phone.code, 'pairing_expired')
  })
  await journey.step('a code that another phone has used', async () => {
    const { pairing } = await box.device('bay-2')
    const other = new Phone(await journey.page(await journey.person('phone'), 'phone'))
    await other.pair(`${box.origin}/phone/pair?code=${pairing.code}`)
    await refused(pairing.code, 'pairing_used')
  })
  await journey.step('a good one, typed into the same screen, connects', async () => {
    const { pairing } = await box.device('bay-3')
    await phone.page.getByLabel(t('phone.pair.code')).fill(pairing.code)
    await phone.button('phone.pair.action').click()
    await phone.page.getByLabel(t('phone.start.new')).waitFor()
  })
}

/** A phone with a file begun, its pictures opened. */
async function atTheCar(journey, name, options) {
  const phone = await newPhone(journey, name, options)
  await phone.pair(`${journey.box.origin}/phone/pair?code=${phone.code}`)
  await phone.begin(name, 'mechanics', 'Veloria')
  await phone.goTo('media')
  return phone
}

/** Finishes the file and answers the films that the box then has. */
async function delivered(journey, phone, name) {
  const { box } = journey
  await phone.goTo('summary')
  await phone.chooseAuthor(`${people.technician.first_name} ${people.technician.last_name}`)
  await phone.finish()
  await phone.delivered()
  const { interventions } = await box.manager.ask('GET', `/api/interventions?q=${encodeURIComponent(name)}`)
  assert.equal(interventions.length, 1)
  return (await box.manager.ask('GET', `/api/interventions/${interventions[0].id}`)).media
}

async function noCamera(journey) {
  await journey.step('a phone without a camera says so and offers the gallery', async () => {
    const browser = await journey.launch(allowed, { camera: false })
    const phone = await atTheCar(journey, 'NO CAMERA', { browser })
    await phone.button('phone.media.camera').click()
    await phone.page.getByText(t('phone.camera.advice.missing')).waitFor()
    await journey.look(phone.page, 'camera missing')
    await phone.button('common.action.back').click()
    await phone.page.goto(`${journey.box.origin}/phone/`)
    await phone.button('phone.scan.code').click()
    await phone.page.getByText(t('phone.scan.advice.missing')).waitFor()
    await browser.close()
  })
}

async function noMicrophone(journey) {
  await journey.step('a microphone that is not allowed: told, and filmed without sound', async () => {
    const browser = await journey.launch([])
    const phone = await atTheCar(journey, 'DEAF', { browser, permissions: ['camera'] })
    await phone.openCamera()
    await phone.page.getByText(t('phone.camera.no_sound.denied')).waitFor()
    await journey.look(phone.page, 'microphone not allowed')
    await phone.film(2)
    await phone.closeCamera()
    const [film] = await delivered(journey, phone, 'DEAF')
    assert.deepEqual(tracksOf(originalOf(journey.box, film.id)), ['video'])
    await browser.close()
  })
  await journey.step('a microphone that is not there', async () => {
    const phone = await atTheCar(journey, 'MUTE', { before: [noMicrophoneThere] })
    await phone.openCamera()
    await phone.page.getByText(t('phone.camera.no_sound.missing')).waitFor()
    await phone.film(1)
    await phone.closeCamera()
  })
}

/** What a browser answers on a phone without a microphone. */
function noMicrophoneThere() {
  const { getUserMedia } = MediaDevices.prototype
  MediaDevices.prototype.getUserMedia = async function (wanted) {
    if (wanted.audio) throw new DOMException('Requested device not found', 'NotFoundError')
    return getUserMedia.call(this, wanted)
  }
}

function tracksOf(path) {
  const wanted = ['-show_entries', 'stream=codec_type', '-of', 'csv=p=0']
  return execFileSync('ffprobe', ['-v', 'error', ...wanted, path], { encoding: 'utf8' })
    .trim()
    .split('\n')
}

async function cameraTaken(journey) {
  await journey.step(
    'a camera that is taken away while it films: told, and what was filmed is kept',
    async () => {
      const browser = await journey.launch(allowed)
      const phone = await atTheCar(journey, 'CALL', { browser })
      const { page } = phone
      await phone.openCamera()
      await phone.button('phone.camera.film').click()
      await page.getByText(/^0:03/).waitFor()
      await takeCamera(browser)
      await page.getByText(t('phone.camera.failed.camera')).waitFor()
      await journey.look(page, 'camera taken away', { axe: false })
      await phone.closeCamera()
      const [film] = await delivered(journey, phone, 'CALL')
      const seconds = played(originalOf(journey.box, film.id))
      assert.ok(seconds >= 2 && seconds < 6, `${seconds} s are there`)
      await browser.close()
    },
  )
}

/** Ends the part of the browser that speaks with cameras: the film breaks off as when a call takes the camera. */
async function takeCamera(browser) {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  const service = processInfo.find(({ id }) =>
    readFileSync(`/proc/${id}/cmdline`, 'utf8').includes('video_capture.mojom.VideoCaptureService'),
  )
  process.kill(service.id, 'SIGKILL')
}

/** Turns a page's clock by so many hours. */
function turnClock(hours) {
  const Real = Date
  const now = () => Real.now() + hours * 3600_000
  // biome-ignore lint/suspicious/noGlobalAssign: this is what a wrong clock is
  Date = class extends Real {
    constructor(...given) {
      if (given.length > 0) super(...given)
      else super(now())
    }
    static now() {
      return now()
    }
  }
}

async function wrongClock(journey, name, hours) {
  await journey.step(
    `a clock that is a day ${name}: pairs, films, sends, and is told in the right time`,
    async () => {
      const phone = await atTheCar(journey, `CLOCK ${name}`, { before: [turnClock, hours] })
      await phone.openCamera()
      await phone.film(2)
      await phone.photograph()
      await phone.closeCamera()
      await phone.goTo('summary')
      const [told] = t('phone.summary.clock_wrong', { time: '|' }).split('|')
      await phone.page.getByText(told).waitFor()
      const media = await delivered(journey, phone, `CLOCK ${name}`)
      assert.deepEqual(media.map(({ kind }) => kind).sort(), ['photo', 'video'])
    },
  )
}
