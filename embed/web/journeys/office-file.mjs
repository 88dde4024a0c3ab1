import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { people } from './support/box.mjs'
import { Office } from './support/office.mjs'
import { texts } from './support/texts.mjs'

const t = texts('en')
const demo = name => fileURLToPath(new URL(`../../demo/${name}`, import.meta.url))

/** One file under a real mouse: order, an import that breaks off, a wrong address, and the ways out of a file. */
export default async function officeFile(journey) {
  const { box } = journey
  await box.settle()
  const file = await box.file('MOUSE 1')
  const office = new Office(await journey.page(await journey.person('office'), 'office'), box.origin)
  await office.signIn(people.manager) // only a manager deletes
  await office.row('MOUSE 1').click()
  await office.status('pending')
  const now = () => box.manager.ask('GET', `/api/interventions/${file.id}`)
  await reorderWorks(journey, office, now)
  await acceptUnsaved(journey, office, now)
  await reorderMedia(journey, office, now)
  await resumeImport(journey, office, now)
  await correctContact(journey, office)
  await withdraw(journey, office, now)
  await closeAndDelete(journey, office)
}

async function reorderWorks(journey, office, now) {
  await journey.step('a work is dragged to another place', async () => {
    const labels = async () => (await now()).works.map(work => work.label)
    assert.deepEqual(await labels(), ['Front brake pads', 'Wiper blades'])
    const rows = office.page.locator('[data-work]')
    await drag(office.page, rows.nth(0).locator('[aria-hidden][class*=grip]'), rows.nth(1))
    await office.save()
    assert.deepEqual(await labels(), ['Wiper blades', 'Front brake pads'])
  })
}

async function acceptUnsaved(journey, office, now) {
  await journey.step('accepting by hand shows the prices that it records', async () => {
    await office.price(['45'])
    await office.more('office.file.accept.title')
    const dialog = office.page.getByRole('dialog')
    await dialog.getByText(/45\.00/).waitFor()
    assert.equal((await now()).works[0].unit_price, 4500)
    await office.page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
  })
}

async function reorderMedia(journey, office, now) {
  const { page } = office
  const media = page.getByRole('region', { name: t('common.word.media') })
  const tiles = media.locator('li[draggable=true]')
  const order = async () => (await now()).media.sort((a, b) => a.position - b.position).map(item => item.name)
  await journey.step('three pictures are imported', async () => {
    await media
      .locator('input[type=file]')
      .setInputFiles(['battery.jpg', 'brake-disc.jpg', 'door-dent.jpg'].map(demo))
    await tiles.nth(2).locator('img').waitFor()
    await media.getByText(t('office.file.media.processing')).first().waitFor({ state: 'hidden' })
  })
  await journey.step('the first picture is dragged behind the last one', async () => {
    const before = await order()
    const saved = page.waitForResponse(answer => answer.url().endsWith('/media-order'))
    await Promise.all([saved, drag(page, tiles.nth(0), tiles.nth(2))])
    assert.deepEqual(await order(), [before[1], before[2], before[0]])
    await journey.look(page, 'media in order', { axe: false })
  })
}

async function resumeImport(journey, office, now) {
  const { page } = office
  const { wire } = journey.box
  const name = 'large.jpg'
  await journey.step('an import breaks off with the network, and the page is loaded again', async () => {
    journey.expect(
      /net::ERR_(CONNECTION_\w+|EMPTY_RESPONSE|SOCKET_NOT_CONNECTED|INCOMPLETE_CHUNKED_ENCODING|FAILED)/,
    )
    const cut = wire.cutAfter(5_500_000)
    await Promise.all([cut, dropFile(page, name)])
    await page
      .getByText(t('office.file.media.phase.pausing'), { exact: false })
      .or(page.getByText(t('common.error.unreachable')))
      .first()
      .waitFor()
    await journey.look(page, 'import without a network', { axe: false })
    wire.mend()
    await page.route('**/api/uploads/**', route => route.abort())
    page.once('dialog', question => question.accept())
    await page.reload()
    await page.unroute('**/api/uploads/**')
  })
  await journey.step('the file says how the import goes on, and it does', async () => {
    await page.getByText(t('office.file.media.broken_off')).waitFor()
    await journey.look(page, 'import broken off', { axe: false })
    const first = page.waitForRequest(
      request => request.method() === 'PATCH' && request.url().includes('/api/uploads/'),
    )
    const [request] = await Promise.all([first, dropFile(page, name)])
    assert.ok(Number(request.headers()['upload-offset']) > 4_000_000, 'it goes on where it stopped')
    await page.getByText(t('office.file.media.broken_off')).waitFor({ state: 'hidden' })
    await page
      .getByRole('region', { name: t('common.word.media') })
      .locator('li[draggable=true]')
      .nth(3)
      .waitFor()
    const { media } = await now()
    assert.equal(media.filter(item => item.name === name).length, 1)
  })
}

async function correctContact(journey, office) {
  const { page } = office
  const { mail } = journey.box
  await journey.step(
    'a wrong address is corrected after sending, and the mail goes to the right one',
    async () => {
      mail.refuse(550, '5.1.1 no such user here')
      await office.send()
      await page.getByText(t('office.file.sendings.not_arrived', { recipient: 'jon@example.test' })).waitFor()
      await journey.look(page, 'mail did not arrive')
      assert.equal(await office.button('office.file.sendings.again').count(), 1, 'one way to send it again')
      mail.accept()
      await office.button('office.file.contact.title').first().click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel(t('office.field.email')).fill('john@example.test')
      await journey.look(page, 'correct the contact')
      await page.keyboard.press('Enter')
      await page.getByText(t('office.file.sendings.moved', { email: 'john@example.test' })).waitFor()
      await journey.look(page, 'contact corrected', { axe: false })
      await office.button('office.file.sendings.again').click()
      assert.deepEqual((await mail.next()).recipients, ['john@example.test'])
      await page
        .getByText(t('office.file.sendings.moved', { email: 'john@example.test' }))
        .waitFor({ state: 'hidden' })
    },
  )
}

async function withdraw(journey, office, now) {
  const { page } = office
  const german = texts('de')
  await journey.step('a withdrawn link says so in the language of whoever opens it', async () => {
    const { url } = (await now()).link
    await office.more('office.file.share.withdraw')
    await journey.look(page, 'withdraw the link')
    await page.keyboard.press('Escape')
    await office.more('office.file.share.withdraw')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: t('office.file.share.withdraw') })
      .click()
    await page.getByText(t('office.file.share.withdrawn')).waitFor()
    journey.expect(/410 \(Gone\).*\/c\//)
    const customer = await journey.page(await journey.person('customer', { language: 'de' }), 'customer')
    await customer.goto(url)
    await customer.getByRole('heading', { name: german('customer.broken.withdrawn_title') }).waitFor()
    await journey.look(customer, 'withdrawn link', { axe: false })
  })
}

async function closeAndDelete(journey, office) {
  const { page } = office
  await journey.step('closing is taken back, closing again allows deleting', async () => {
    await office.more('office.file.close')
    await office.status('closed')
    await office.button('common.action.undo').click()
    await office.status('sent')
    await office.more('office.file.close')
    await office.status('closed')
    await office.more('common.action.delete')
    const dialog = page.getByRole('dialog')
    await journey.look(page, 'delete the file', { axe: false })
    await dialog.getByRole('button', { name: t('common.action.cancel') }).click()
    await dialog.waitFor({ state: 'hidden' })
    await office.more('common.action.delete')
    await dialog.getByRole('button', { name: t('office.file.remove.confirm') }).click()
    await page.getByText(t('office.file.deleted', { reference: 'MOUSE 1' })).waitFor()
    await page.getByText(t('office.dashboard.empty')).waitFor()
  })
}

/** As a hand drags: pressed, moved in small steps, held over the place, let go. */
async function drag(page, from, to) {
  await from.scrollIntoViewIfNeeded()
  const start = await middle(from)
  await page.mouse.move(start.x, start.y)
  await page.mouse.down()
  await page.mouse.move(start.x + 8, start.y + 8, { steps: 4 })
  const end = await middle(to)
  await page.mouse.move(end.x, end.y, { steps: 12 })
  await page.mouse.move(end.x + 2, end.y + 2)
  await page.mouse.up()
}

async function middle(place) {
  const { x, y, width, height } = await place.boundingBox()
  return { x: x + width / 2, y: y + height / 2 }
}

/** Drops a photo of six megabytes on the media, the same one each time. */
async function dropFile(page, name) {
  const picture = readFileSync(demo('brake-pads.jpg')).toString('base64')
  const dataTransfer = await page.evaluateHandle(
    ([called, base64]) => {
      const bytes = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0))
      const carried = new DataTransfer()
      carried.items.add(
        new File([bytes, new Uint8Array(6_000_000)], called, { type: 'image/jpeg', lastModified: 1 }),
      )
      return carried
    },
    [name, picture],
  )
  const media = page.getByRole('region', { name: t('common.word.media') })
  await media.dispatchEvent('drop', { dataTransfer })
}
