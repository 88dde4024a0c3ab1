import assert from 'node:assert/strict'
import { fileURLToPath } from 'node:url'
import { people } from './support/box.mjs'
import { Office } from './support/office.mjs'
import { Phone } from './support/phone.mjs'
import { texts } from './support/texts.mjs'

const demo = name => fileURLToPath(new URL(`../../demo/${name}`, import.meta.url))

/** A photo is drawn on without a network, arrives with its drawing, and the office changes it and takes it off. */
export default async function drawing(journey) {
  const { box } = journey
  await box.settle()
  journey.expect(/net::ERR_(INTERNET_DISCONNECTED|CONNECTION_\w+|FAILED)/)
  const id = await phoneDraws(journey)
  const now = async () =>
    (await box.manager.ask('GET', `/api/interventions/${id}`)).media.find(item => item.kind === 'photo')
  await officeChanges(journey, now)
  await germanOffice(journey)
}

async function phoneDraws(journey) {
  const { box } = journey
  const t = texts('en')
  const pocket = await journey.person('phone')
  const phone = new Phone(await journey.page(pocket, 'phone'))
  const { page } = phone
  await journey.step('the phone draws an arrow and a circle without a network', async () => {
    const { pairing } = await box.device('drawer-1')
    await phone.pair(`${box.origin}/phone/pair?code=${pairing.code}`)
    await phone.keepsAll()
    await pocket.setOffline(true)
    await phone.begin('DRAW 1', 'mechanics', 'Veloria')
    await phone.goTo('media')
    await page.locator('input[type=file]').first().setInputFiles(demo('brake-disc.jpg'))
    await page.getByRole('button', { name: t('phone.media.open', { kind: t('common.word.photo') }) }).click()
    await phone.button('phone.media.draw').click()
    const surface = page.getByRole('application')
    await stroke(page, surface, [0.2, 0.2], [0.5, 0.5])
    await page.getByRole('radio', { name: t('common.drawing.tools.ellipse') }).check({ force: true })
    await page.getByRole('radio', { name: t('common.drawing.colours.yellow') }).check({ force: true })
    await stroke(page, surface, [0.4, 0.4], [0.8, 0.8])
    assert.equal(await surface.locator('path').count(), 2)
    await journey.look(page, 'drawing on the phone')
    await phone.button('common.drawing.save').click()
    await page.getByText(t('phone.media.drawing_kept')).waitFor()
    await journey.look(page, 'drawn photo on the phone', { axe: false })
    await page.keyboard.press('Escape')
    await journey.look(page, 'small pictures show the drawing', { axe: false })
  })
  await journey.step('it arrives with its drawing, and the phone forgets both', async () => {
    await phone.goTo('summary')
    await phone.chooseAuthor(`${people.technician.first_name} ${people.technician.last_name}`)
    await phone.finish()
    await pocket.setOffline(false)
    await phone.delivered()
  })
  const { interventions } = await box.manager.ask('GET', '/api/interventions?mode=after_sales&q=DRAW')
  return interventions[0].id
}

async function officeChanges(journey, now) {
  const { box } = journey
  const t = texts('en')
  const office = new Office(await journey.page(await journey.person('office'), 'office'), box.origin)
  const { page } = office
  const shown = async version => {
    for (let i = 0; i < 100; i++) {
      const item = await now()
      if (item.drawing_version === version && (version === 3 ? !item.urls.drawn : item.urls.drawn))
        return item
      await page.waitForTimeout(100)
    }
    throw new Error(`drawing ${version} is not on the photo`)
  }
  const menu = async key => {
    await page
      .getByRole('button', { name: /^Actions for Photo/ })
      .first()
      .click()
    await page.getByRole('menuitem', { name: t(key), exact: true }).click()
  }
  await journey.step('the office sees the drawing and adds to it by keyboard', async () => {
    assert.deepEqual(
      (await shown(1)).drawing.map(shape => shape.tool),
      ['arrow', 'ellipse'],
    )
    await office.signIn(people.manager)
    await office.row('DRAW 1').click()
    await office.status('pending')
    await menu('office.file.media.draw')
    const surface = page.getByRole('application')
    await surface.focus()
    for (const key of ['Enter', 'Shift+ArrowUp', 'Shift+ArrowRight', 'Enter']) await page.keyboard.press(key)
    assert.equal(await surface.locator('> path').count(), 3)
    await page.keyboard.press('Control+z')
    assert.equal(await surface.locator('> path').count(), 2)
    await page.keyboard.press('Control+y')
    await journey.look(page, 'drawing in the office')
    await page.keyboard.press('Escape')
    await page.getByText(t('common.drawing.unsaved')).waitFor()
    await office.button('common.drawing.go_on').click()
    await office.button('common.drawing.save').click()
    await page.getByText(t('office.file.media.drawn')).waitFor()
    assert.equal((await shown(2)).drawing.length, 3)
    await page.waitForTimeout(1000)
    await journey.look(page, 'drawn photo in the office', { axe: false })
  })
  await journey.step('the drawing is taken off', async () => {
    await menu('office.file.media.draw')
    await office.button('common.drawing.clear').click()
    await office.button('common.drawing.save').click()
    await page.getByText(t('office.file.media.drawing_off')).waitFor()
    assert.deepEqual((await shown(3)).drawing, [])
  })
}

async function germanOffice(journey) {
  const page = await journey.page(
    await journey.person('office', { language: 'de', colorScheme: 'dark' }),
    'office',
  )
  await journey.step('the editor in German', async () => {
    const t = texts('de')
    await journey.box.manager.ask('PATCH', '/api/profile', { language: 'de' })
    await page.goto(`${journey.box.origin}/`)
    await page.getByRole('textbox', { name: t('office.field.email') }).fill(people.manager.email)
    await page.getByRole('textbox', { name: t('office.field.password') }).fill(people.manager.password)
    await page.getByRole('button', { name: t('office.sign_in.submit') }).click()
    await page.getByText('DRAW 1', { exact: true }).first().click()
    await page.locator('li[draggable=true] button[aria-haspopup=menu]').first().click()
    await page.getByRole('menuitem').first().click()
    await page.getByRole('application').waitFor()
    await page.getByRole('button', { name: t('common.drawing.save'), exact: true }).waitFor()
    await journey.look(page, 'editor in German', { axe: false })
  })
}

/** A pointer goes over the photo, in shares of the surface. */
async function stroke(page, surface, from, to) {
  const { x, y, width, height } = await surface.boundingBox()
  const at = ([across, down]) => [x + width * across, y + height * (0.5 + (down - 0.5) * 0.4)]
  await page.mouse.move(...at(from))
  await page.mouse.down()
  await page.mouse.move(...at(to), { steps: 8 })
  await page.mouse.up()
}
