import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { people } from './support/box.mjs'
import { Phone } from './support/phone.mjs'
import { texts } from './support/texts.mjs'

const t = texts('en')
const reference = 'CELLAR 7'
const ownLine = 'Water in the footwell'

/** A phone without a network from its first use on, and a network that is cut twice on the way home. */
export default async function badNetwork(journey) {
  const { box } = journey
  await box.settle()
  journey.expect(/net::ERR_(INTERNET_DISCONNECTED|CONNECTION_\w+|EMPTY_RESPONSE|SOCKET_NOT_CONNECTED|FAILED)/)
  const pocket = await journey.person('phone')
  let phone = await pair(journey, pocket)
  phone = await workOffline(journey, pocket, phone)
  const filmed = (await phone.keeps()).files
  await cutWhileUploading(journey, pocket, phone, filmed)
  phone = await confirmationLost(journey, pocket, filmed)
  await arrivesOnce(journey, phone, filmed)
}

async function pair(journey, pocket) {
  const { box } = journey
  const phone = new Phone(await journey.page(pocket, 'phone'))
  await journey.step('the phone pairs, and the network goes', async () => {
    const { pairing } = await box.device('cellar-1')
    await phone.pair(`${box.origin}/phone/pair?code=${pairing.code}`)
    await phone.keepsAll()
    await pocket.setOffline(true)
  })
  return phone
}

async function reopen(journey, pocket) {
  const phone = new Phone(await journey.page(pocket, 'phone'))
  await phone.page.goto(`${journey.box.origin}/phone/`)
  await phone.page.getByLabel(t('phone.start.new')).waitFor()
  return phone
}

async function workOffline(journey, pocket, begun) {
  let phone = begun
  await journey.step('a whole intervention without a network', async () => {
    const { page } = phone
    await phone.begin(reference, 'mechanics', 'Veloria')
    await phone.tick('Front brake pads', 'urgent')
    await phone.ownLine(ownLine)
    await phone.goTo('media')
    await phone.openCamera()
    await phone.film(4)
    await phone.photograph()
    await phone.closeCamera()
    await page
      .getByRole('button', { name: t('common.word.public'), exact: true })
      .nth(1)
      .waitFor()
    await journey.look(page, 'media without a network')
  })
  await journey.step('the page is closed and opened again: everything is there', async () => {
    await phone.page.close()
    phone = await reopen(journey, pocket)
    const { page } = phone
    await journey.look(page, 'begun, without a network')
    await page.getByRole('link', { name: reference }).click()
    await phone.goTo('works')
    await page
      .getByRole('button', { name: /^Front brake pads/ })
      .filter({ hasText: t('common.urgency.urgent') })
      .waitFor()
    await page.getByRole('button', { name: ownLine, exact: false }).first().waitFor()
    await phone.goTo('media')
    await page
      .getByRole('button', { name: t('common.word.public'), exact: true })
      .nth(1)
      .waitFor()
  })
  await journey.step('finished without a network, it waits', async () => {
    await phone.goTo('summary')
    await phone.chooseAuthor(`${people.technician.first_name} ${people.technician.last_name}`)
    await phone.finish()
    await phone.page.getByText(t('phone.wait.offline')).waitFor()
    await journey.look(phone.page, 'waits for the network')
  })
  return phone
}

async function cutWhileUploading(journey, pocket, phone, filmed) {
  const { box } = journey
  await journey.step('the network is back and cut in the middle of the video', async () => {
    const video = filmed.find(({ kind }) => kind === 'video')
    const cut = box.wire.cutAfter(Math.round(video.size / 2))
    await pocket.setOffline(false)
    await cut
    await phone.page.getByRole('link', { name: reference }).click()
    await phone.page.getByText(t('phone.waiting.kept')).waitFor()
    await journey.look(phone.page, 'cut in the middle')
    const kept = await phone.keeps()
    assert.equal(
      kept.bytes,
      filmed.reduce((sum, { size }) => sum + size, 0),
      'every byte is still on the phone',
    )
    await phone.page.close()
  })
}

async function confirmationLost(journey, pocket, filmed) {
  const { box } = journey
  let phone
  await journey.step('the box has all of a file, its confirmation is lost: the phone keeps it', async () => {
    const lost = box.wire.loseAnswerTo(/x-fleetbox-sha256/i)
    box.wire.mend()
    phone = await reopen(journey, pocket)
    await lost
    await phone.page.getByText(t('phone.wait.offline')).waitFor()
    const kept = await phone.keeps()
    assert.equal(kept.drafts.length, 1, 'the file is still on the phone')
    assert.equal(
      kept.bytes,
      filmed.reduce((sum, { size }) => sum + size, 0),
      'with all of its bytes',
    )
    await phone.page.close()
  })
  return phone
}

async function arrivesOnce(journey, closed, filmed) {
  const { box } = journey
  await journey.step('opened again with a network, it arrives once', async () => {
    box.wire.mend()
    const phone = await reopen(journey, closed.page.context())
    await phone.delivered()
    const kept = await phone.keeps()
    assert.deepEqual([kept.drafts.length, kept.bytes], [0, 0], 'the phone has forgotten what the box has')
    await journey.look(phone.page, 'arrived')
  })
  await journey.step('the box has what was filmed, byte by byte', async () => {
    const { interventions } = await box.manager.ask('GET', '/api/interventions')
    assert.deepEqual(
      interventions.map(row => row.reference),
      [reference],
    )
    const file = await box.manager.ask('GET', `/api/interventions/${interventions[0].id}`)
    assert.deepEqual(file.works.map(work => work.label).sort(), ['Front brake pads', ownLine])
    assert.deepEqual(sums(file.media), sums(filmed))
    for (const item of file.media) {
      const bytes = Buffer.from(await (await box.manager.fetch('GET', item.urls.original)).arrayBuffer())
      assert.equal(createHash('sha256').update(bytes).digest('hex'), item.sha256)
    }
  })
}

function sums(files) {
  return files.map(({ id, sha256 }) => `${id} ${sha256}`).sort()
}
