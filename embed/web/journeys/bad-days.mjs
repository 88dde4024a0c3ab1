import assert from 'node:assert/strict'
import { fileURLToPath } from 'node:url'
import { people } from './support/box.mjs'
import { Office } from './support/office.mjs'
import { Phone } from './support/phone.mjs'
import { texts } from './support/texts.mjs'

const t = texts('en')
const picture = fileURLToPath(new URL('../../demo/brake-disc.jpg', import.meta.url))

/** Here nobody allows the camera. */
export const browserArguments = ['--deny-permission-prompts']

/** What goes wrong on an ordinary day, and the words that say what to do. */
export default async function badDays(journey) {
  await journey.box.settle()
  const office = await wrongPassword(journey)
  const phone = await noCamera(journey)
  await revoked(journey, phone)
  await refusedMail(journey, office)
  await brokenLinks(journey)
}

async function wrongPassword(journey) {
  const office = new Office(await journey.page(await journey.person('office'), 'office'), journey.box.origin)
  await journey.step('a wrong password is told without telling which part was wrong', async () => {
    journey.expect(/401 \(Unauthorized\)/)
    await office.page.goto(`${journey.box.origin}/`)
    await office.page.getByRole('textbox', { name: t('office.field.email') }).fill(people.advisor.email)
    await office.page.getByRole('textbox', { name: t('office.field.password') }).fill('Wrong-1-password')
    await office.button('office.sign_in.submit').click()
    await office.page.getByRole('alert').getByText(t('problem.wrong_credentials')).waitFor()
    await journey.look(office.page, 'wrong password')
    await office.signIn(people.advisor)
  })
  return office
}

async function noCamera(journey) {
  const phone = new Phone(await journey.page(await journey.person('phone'), 'phone'))
  await journey.step('without a camera the phone says why, and takes pictures from the gallery', async () => {
    const { device, pairing } = await journey.box.device('workshop-1')
    phone.device = device
    await phone.pair(`${journey.box.origin}/phone/pair?code=${pairing.code}`)
    await phone.button('phone.scan.code').click()
    await phone.page.getByText(t('phone.scan.advice.denied')).waitFor()
    await journey.look(phone.page, 'scanning not allowed')
    await phone.button('phone.scan.type').click()
    await phone.page.getByLabel(t('phone.scan.typed')).fill('TYPED 1')
    await phone.button('phone.scan.begin').waitFor()
    await phone.button('common.action.back').click()
    await phone.button('common.action.back').click()
    await phone.begin('WARRANTY 1', 'warranty', 'Veloria')
    await phone.button('phone.media.camera').click()
    await phone.page.getByText(t('phone.camera.advice.denied')).waitFor()
    await journey.look(phone.page, 'camera not allowed')
    await phone.page
      .getByLabel(t('phone.media.gallery'))
      .and(phone.page.locator('input'))
      .setInputFiles(picture)
    await phone.button('common.action.back').click()
    await phone.page.getByRole('button', { name: t('common.word.public'), exact: true }).waitFor()
  })
  return phone
}

async function revoked(journey, phone) {
  const { box } = journey
  const { page } = phone
  await journey.step('a revoked phone keeps its work and says what to do', async () => {
    await box.manager.ask('DELETE', `/api/devices/${phone.device.id}`)
    await phone.goTo('summary')
    await phone.chooseAuthor(`${people.technician.first_name} ${people.technician.last_name}`)
    await phone.finish()
    await page.getByText(t('phone.wait.revoked')).first().waitFor()
    await journey.look(page, 'revoked')
    assert.ok((await phone.keeps()).bytes > 0, 'the picture is still on the phone')
  })
  await journey.step('pairing again delivers it', async () => {
    const { pairing } = await box.device('workshop-2')
    await phone.button('phone.pair.again').first().click()
    await journey.look(page, 'pair again')
    await page.getByLabel(t('phone.pair.code')).fill(pairing.code.toLowerCase())
    await phone.button('phone.pair.action').click()
    await page.getByLabel(t('phone.start.new')).waitFor()
    await phone.delivered()
    const { interventions } = await box.manager.ask('GET', '/api/interventions')
    assert.deepEqual(
      interventions.map(row => [row.reference, row.photo_count]),
      [['WARRANTY 1', 1]],
    )
    assert.equal((await phone.keeps()).bytes, 0)
  })
}

async function refusedMail(journey, office) {
  const { box } = journey
  const { page } = office
  await journey.step('a mail server that refuses is told with its reason', async () => {
    await box.file('REFUSED 1')
    box.mail.refuse(550, '5.1.1 no such user here')
    await office.row('REFUSED 1').click()
    await office.send()
    await page.getByText(t('office.file.sendings.state.failed'), { exact: true }).waitFor()
    await journey.look(page, 'mail refused')
    const history = page.getByRole('region', { name: t('office.file.history') })
    await history.getByText(/failed/).waitFor()
  })
  await journey.step('the button sends it again when the server is back', async () => {
    box.mail.accept()
    await office.button('office.file.sendings.again').click()
    await page.getByText(t('office.file.sendings.state.delivered'), { exact: true }).waitFor()
    assert.deepEqual((await box.mail.next()).recipients, ['jon@example.test'])
    assert.equal(box.mail.mails.length, 0, 'it arrived once')
    await journey.look(page, 'mail sent again')
  })
}

async function brokenLinks(journey) {
  const { box } = journey
  const page = await journey.page(await journey.person('customer'), 'customer')
  await journey.step('wrong and withdrawn links say what to do', async () => {
    journey.expect(/404 \(Not Found\).*\/c\//, /410 \(Gone\).*\/c\//)
    const file = await box.file('WITHDRAWN 1')
    const { url } = await box.manager.ask('POST', `/api/interventions/${file.id}/share`, {})
    await page.goto(`${url.slice(0, -3)}xyz`)
    await page.getByRole('heading', { name: t('customer.broken.unknown_title') }).waitFor()
    await journey.look(page, 'unknown link')
    await box.manager.ask('POST', `/api/interventions/${file.id}/withdraw`)
    await page.goto(url)
    await page.getByRole('heading', { name: t('customer.broken.withdrawn_title') }).waitFor()
    await journey.look(page, 'withdrawn link')
  })
}
