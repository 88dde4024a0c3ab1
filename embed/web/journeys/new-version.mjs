import assert from 'node:assert/strict'
import { people } from './support/box.mjs'
import { originalOf, played } from './support/films.mjs'
import { Phone } from './support/phone.mjs'
import { Release } from './support/release.mjs'
import { texts } from './support/texts.mjs'
import { until } from './support/within.mjs'

const t = texts('en')
const reference = 'RELEASE 1'

/** A new version of the app comes while somebody films: it is offered and waits, and costs not a second of the film. */
export default async function newVersion(journey) {
  const { box } = journey
  await box.settle()
  const release = await Release.before(box)
  try {
    const phone = new Phone(await journey.page(await journey.person('phone'), 'phone'))
    const { pairing } = await box.device('old-app')
    await phone.pair(`${release.origin}/phone/pair?code=${pairing.code}`)
    await phone.page.reload() // the first visit was not the worker's yet
    await foundWhileFilming(journey, release, phone)
    await wantedByAnotherWindow(journey, release, phone)
    await arrives(journey, phone)
  } finally {
    release.stop()
  }
}

const buildOf = page => page.evaluate(() => document.querySelector('meta[name=build]')?.content ?? 'first')
const openedAt = page => page.evaluate(() => performance.timeOrigin)

async function foundWhileFilming(journey, release, phone) {
  const { page } = phone
  await journey.step('a new version that comes while filming waits', async () => {
    await phone.begin(reference, 'mechanics', 'Veloria')
    await phone.goTo('media')
    await phone.openCamera()
    const opened = await openedAt(page)
    await phone.film(3, {
      meanwhile: async () => {
        release.ship()
        await page.evaluate(newVersionIsReady)
        await page.waitForTimeout(2000)
      },
    })
    await phone.closeCamera()
    assert.equal(await openedAt(page), opened, 'the page was not loaded again')
    assert.equal(await buildOf(page), 'first')
  })
  await journey.step('it is offered, and comes by a tap', async () => {
    await phone.button('phone.draft.leave').click()
    await page.getByText(t('phone.settings.new_version')).waitFor()
    await journey.look(page, 'new version offered')
    await phone.button('phone.settings.restart').click()
    await page.locator('meta[name=build][content="1"]').waitFor({ state: 'attached' })
    await page.getByRole('link', { name: reference }).click()
  })
}

/** What the browser does by itself now and then; resolves once the new version waits for its turn. */
async function newVersionIsReady() {
  const registration = await navigator.serviceWorker.ready
  // Looking again: a look that had begun before the new version was there is shared by all who ask meanwhile.
  while (!registration.waiting) {
    await registration.update()
    await new Promise(resolve => setTimeout(resolve, 100))
  }
}

async function wantedByAnotherWindow(journey, release, phone) {
  const { page } = phone
  await journey.step('another window would take the next version: the one that films goes on', async () => {
    await phone.goTo('media')
    await phone.openCamera()
    const opened = await openedAt(page)
    await phone.film(3, {
      meanwhile: async () => {
        release.ship()
        const other = await journey.page(page.context(), 'phone')
        await other.goto(`${release.origin}/phone/`)
        await other.evaluate(newVersionIsReady)
        await other.reload() // this window would take it at once
        await page.waitForTimeout(2000)
        await other.close()
      },
    })
    await phone.closeCamera()
    assert.equal(await openedAt(page), opened, 'the page was not loaded again')
    assert.equal(await buildOf(page), '1')
  })
  await journey.step('the app that is closed and opened again is the new one', async () => {
    // Chromium leaves the old one in charge while anything of it is still at work; then it takes another opening.
    await until(async () => {
      await phone.page.close()
      phone.page = await journey.page(page.context(), 'phone')
      return await opensAs(phone.page, `${release.origin}/phone/`, '2')
    })
  })
}

/** Whether an app that is opened turns into this build. */
async function opensAs(page, address, build) {
  try {
    await page.goto(address, { waitUntil: 'commit' })
  } catch (error) {
    if (!/ERR_ABORTED/.test(error.message)) throw error // the new version loads the app again while it is being opened
  }
  const it = page.locator(`meta[name=build][content="${build}"]`)
  return await it.waitFor({ state: 'attached', timeout: 5000 }).then(
    () => true,
    () => false,
  )
}

async function arrives(journey, phone) {
  const { box } = journey
  await journey.step('both films arrive whole', async () => {
    await phone.page.getByRole('link', { name: reference }).click()
    await phone.goTo('summary')
    await phone.chooseAuthor(`${people.technician.first_name} ${people.technician.last_name}`)
    const filmed = (await phone.keeps()).files
    await phone.finish()
    await phone.delivered()
    const { interventions } = await box.manager.ask('GET', '/api/interventions')
    const file = await box.manager.ask('GET', `/api/interventions/${interventions[0].id}`)
    assert.deepEqual(
      file.media.map(({ id, sha256 }) => [id, sha256]),
      filmed.map(({ id, sha256 }) => [id, sha256]),
    )
    for (const { id } of file.media) {
      const seconds = played(originalOf(box, id))
      assert.ok(seconds >= 5, `${seconds} s were filmed`)
    }
  })
}
