import assert from 'node:assert/strict'
import { fileURLToPath } from 'node:url'
import { people } from './support/box.mjs'
import { Phone } from './support/phone.mjs'
import { texts } from './support/texts.mjs'
import { until } from './support/within.mjs'

const t = texts('en')
const demo = name => fileURLToPath(new URL(`../../demo/${name}`, import.meta.url))
const gallery = ['brake-disc.jpg', 'brake-walk.mp4', 'brake-disc.jpg'].map(demo)

/** A technician who is faster than the phone, and a phone whose storage gives up. */
export default async function hastyHands(journey) {
  const { box } = journey
  await box.settle()
  const pocket = await journey.person('phone')
  const phone = new Phone(await journey.page(pocket, 'phone'))
  const { pairing } = await box.device('hasty-1')
  await phone.pair(`${box.origin}/phone/pair?code=${pairing.code}`)
  await typing(journey, phone)
  await redButton(journey, phone)
  await storageGivesUp(journey, phone)
  await otherWindow(journey, phone)
  await finishWhileImporting(journey, phone)
  await refusedByTheBox(journey, phone)
  await duplicateTwice(journey, phone)
  await storageClosed(journey)
  await inSafari(journey)
}

async function typing(journey, phone) {
  const { page } = phone
  const said = 'Left 2 mm, right 3 mm; the inner side is worn more than the outer one'
  await journey.step('notes that are typed fast stand as they were typed', async () => {
    await phone.begin('HASTY 1', 'mechanics', 'Veloria')
    await phone.tick('Front brake pads', 'advised')
    await page.getByRole('button', { name: /note and pictures/ }).click()
    await type(page.getByLabel(t('phone.works.note'), { exact: true }), said)
    await phone.button('phone.done').click()
    await phone.goTo('message')
    await page.getByRole('button', { name: /^Contact me/ }).click()
    await type(page.getByLabel(t('phone.message.note'), { exact: true }), said)
    await phone.goTo('works')
    await page.getByRole('button', { name: /note and pictures/ }).click()
    assert.equal(await page.getByLabel(t('phone.works.note'), { exact: true }).inputValue(), said)
    await phone.button('phone.done').click()
  })
}

async function type(field, text) {
  await field.pressSequentially(text)
  assert.equal(await field.inputValue(), text)
}

async function redButton(journey, phone) {
  const { page } = phone
  const film = () => phone.button('phone.camera.film')
  const keptVideos = async () => (await phone.keeps()).files.map(({ state }) => state)
  await journey.step('two presses on the red button are one recording', async () => {
    await phone.goTo('media')
    await phone.openCamera()
    await film().evaluate(button => {
      button.click()
      button.click()
    })
    await page.getByText(t('phone.camera.left', { time: '4:58' })).waitFor()
    await phone.button('phone.camera.stop').click()
    await page.getByText(t('phone.camera.video_saved')).waitFor()
    assert.deepEqual(await keptVideos(), ['kept'])
  })
  await journey.step(
    'a camera that is closed while it begins leaves no recording that never ends',
    async () => {
      await film().evaluate(button => {
        button.click()
        document.querySelector('header button').click()
      })
      await phone.button('phone.media.camera').waitFor()
      await until(async () => !(await keptVideos()).includes('recording'))
      assert.deepEqual(await page.evaluate(recordingLocks), [])
      await phone.openCamera()
    },
  )
  await journey.step('a recording that cannot begin says so and leaves nothing', async () => {
    const before = await keptVideos()
    await page.evaluate(() => {
      const { start } = MediaRecorder.prototype
      MediaRecorder.prototype.start = () => {
        MediaRecorder.prototype.start = start
        throw new DOMException('refused', 'NotSupportedError')
      }
    })
    await film().click()
    await page.getByText(t('phone.camera.failed.nothing')).waitFor()
    assert.deepEqual([await keptVideos(), await page.evaluate(recordingLocks)], [before, []])
  })
}

async function recordingLocks() {
  const { held } = await navigator.locks.query()
  return held.map(lock => lock.name).filter(name => name.startsWith('fleetbox-recording'))
}

async function storageGivesUp(journey, phone) {
  const { page } = phone
  await journey.step(
    'a storage that fills up while filming: what is saved, and how much of it, is told',
    async () => {
      await phone.button('phone.camera.film').click()
      await page.getByText(/^0:02/).waitFor()
      await page.evaluate(refuse, 'parts')
      await page.getByText(/Only the first 0:0[1-4] were saved/).waitFor()
      await page.evaluate(() => window.allow())
      const { files } = await phone.keeps()
      assert.ok(files.at(-1).duration_ms < 4500, `${files.at(-1).duration_ms} ms are said to be there`)
      await journey.look(page, 'storage full while filming', { both: false })
      await phone.closeCamera()
    },
  )
  await journey.step('a tick that could not be kept is told', async () => {
    await phone.goTo('works')
    await page.evaluate(refuse, 'drafts')
    await page.getByRole('button', { name: /^Rear brake pads/ }).click()
    await page.getByText(t('phone.storage.not_kept')).waitFor()
    await journey.look(page, 'not kept', { both: false })
    await page.evaluate(() => window.allow())
  })
}

/** From here on the browser refuses to write to a store, as it does when the disk is full. */
function refuse(store) {
  const { add, put } = IDBObjectStore.prototype
  const refusing = write =>
    function (...args) {
      if (this.name === store) throw new DOMException('full', 'QuotaExceededError')
      return write.apply(this, args)
    }
  IDBObjectStore.prototype.add = refusing(add)
  IDBObjectStore.prototype.put = refusing(put)
  window.allow = () => Object.assign(IDBObjectStore.prototype, { add, put })
}

async function otherWindow(journey, phone) {
  const { page } = phone
  await journey.step('another window takes a new version: the one that films goes on', async () => {
    await page.reload() // from its second start on the app comes from its worker
    await phone.goTo('media')
    await phone.openCamera()
    const stamp = await page.evaluate(() => performance.timeOrigin)
    await phone.film(2, {
      meanwhile: async () => {
        await page.evaluate(() => navigator.serviceWorker.dispatchEvent(new Event('controllerchange')))
        await page.waitForTimeout(1000)
      },
    })
    await phone.closeCamera()
    await phone.button('phone.draft.leave').click()
    await page.getByText(t('phone.settings.new_version')).waitFor()
    assert.equal(await page.evaluate(() => performance.timeOrigin), stamp, 'the page was not loaded again')
    await page.getByRole('link', { name: 'HASTY 1' }).click()
  })
}

async function finishWhileImporting(journey, phone) {
  const { page } = phone
  const { box } = journey
  await journey.step('finished while the gallery is still being read: everything arrives', async () => {
    await phone.goTo('summary')
    await phone.chooseAuthor(`${people.technician.first_name} ${people.technician.last_name}`)
    await phone.goTo('media')
    const had = (await phone.keeps()).files.length
    await page.getByLabel(t('phone.media.gallery')).and(page.locator('input')).setInputFiles(gallery)
    await phone.goTo('summary')
    await phone.finish()
    await phone.delivered()
    const { interventions } = await box.manager.ask('GET', '/api/interventions')
    const file = await box.manager.ask('GET', `/api/interventions/${interventions[0].id}`)
    assert.equal(file.media.length, had + gallery.length)
    const kept = await phone.keeps()
    assert.deepEqual([kept.drafts.length, kept.files.length, kept.bytes], [0, 0, 0])
  })
}

async function refusedByTheBox(journey, phone) {
  const { page } = phone
  const detail = 'This device may not see it.'
  await journey.step(
    'what the box refuses is told in its words, not as a box that does not answer',
    async () => {
      journey.expect(/403 \(Forbidden\)/)
      const refused = { status: 403, json: { status: 403, code: 'forbidden', detail } }
      const [list, row] = [t('phone.tab.list'), 'HASTY 1'].map(name => page.getByRole('link', { name }))
      await list.click()
      await row.click()
      await page.route(/\/api\/interventions/, route => route.fulfill(refused))
      await phone.button('common.action.back').click()
      await page.getByRole('alert').getByText(detail).waitFor()
      await row.click()
      await page.getByRole('alert').getByText(detail).waitFor()
      await journey.look(page, 'refused by the box', { both: false })
      await page.unroute(/\/api\/interventions/)
    },
  )
}

async function duplicateTwice(journey, phone) {
  const { page } = phone
  const { box } = journey
  await journey.step('a duplicate whose answer was lost is not made twice', async () => {
    journey.expect(/net::ERR_(CONNECTION_\w+|EMPTY_RESPONSE|SOCKET_NOT_CONNECTED|FAILED)/)
    await phone.button('common.action.duplicate').click()
    const sheet = page.getByRole('dialog')
    const press = () => sheet.getByRole('button', { name: t('common.action.duplicate') }).click()
    const lost = box.wire.loseAnswerTo(/^HTTP\/1.1 201/m)
    await press()
    await lost
    await sheet.getByRole('alert').waitFor()
    box.wire.mend()
    await sheet.getByLabel(t('common.word.reference')).fill('HASTY 2')
    await press()
    await phone.finish()
    await phone.delivered()
    const { interventions } = await box.manager.ask('GET', '/api/interventions')
    assert.deepEqual(
      interventions.map(row => row.reference),
      ['HASTY 2', 'HASTY 1'],
    )
  })
}

async function storageClosed(journey) {
  await journey.step('a storage that does not open is told instead of a blank screen', async () => {
    const pocket = await journey.person('phone')
    await pocket.addInitScript(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('no room', 'QuotaExceededError')
      }
    })
    const page = await journey.page(pocket, 'phone')
    await page.goto(`${journey.box.origin}/phone/`)
    await page.getByText(t('phone.storage.advice')).waitFor()
    await journey.look(page, 'storage closed')
  })
}

const safari =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1'

async function inSafari(journey) {
  const { box } = journey
  await journey.step('an iPhone keeps its code for the app on the home screen', async () => {
    const pocket = await journey.person('phone', { userAgent: safari })
    const { device, pairing } = await box.device('iphone-1')
    const phone = new Phone(await journey.page(pocket, 'phone'))
    await phone.page.goto(`${box.origin}/phone/pair?code=${pairing.code}`)
    await phone.page.getByText(t('phone.pair.home_first')).waitFor()
    await phone.page.getByText(pairing.code).waitFor()
    await journey.look(phone.page, 'pairing in Safari')
    const { devices } = await box.manager.ask('GET', '/api/devices')
    assert.equal(devices.find(({ id }) => id === device.id).state, 'waiting')
  })
}
