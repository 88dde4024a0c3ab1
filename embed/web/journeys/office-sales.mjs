import assert from 'node:assert/strict'
import { fileURLToPath } from 'node:url'
import { password, people } from './support/box.mjs'
import { linkIn } from './support/mail.mjs'
import { Office } from './support/office.mjs'
import { texts } from './support/texts.mjs'

const t = texts('en')
const picture = fileURLToPath(new URL('../../demo/headlamp.jpg', import.meta.url))
const seller = { first_name: 'Nora', last_name: 'Lang', email: 'nora@example.test', password }

/** Sales in the office: a car is presented once, and sent on to a prospect. */
export default async function officeSales(journey) {
  const { box } = journey
  journey.expect(/422 .*\/api\/devices/) // a phone without any mode
  await box.settle()
  await box.file('RO 500')
  await box.manager.ask('POST', '/api/users', {
    ...seller,
    phone: '',
    language: 'en',
    roles: ['salesperson'],
  })
  await managerAllows(journey)
  const office = new Office(await journey.page(await journey.person('office'), 'office'), box.origin)
  await onlySales(journey, office)
  await stock(journey, office)
  await sendAsMessage(journey, office)
  await bothModes(journey)
}

async function managerAllows(journey) {
  const { box } = journey
  const page = await journey.page(await journey.person('office'), 'office')
  const office = new Office(page, box.origin)
  await journey.step('a phone is given to sales, which may send by itself', async () => {
    await office.signIn(people.manager)
    await office.configure('office.devices.title')
    await office.button('office.devices.add').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(t('office.devices.name')).fill('showroom-1')
    await journey.look(page, 'new device with its modes')
    await dialog.getByRole('checkbox', { name: t('common.mode.after_sales'), exact: true }).uncheck()
    await dialog.getByRole('checkbox', { name: t('common.mode.sales'), exact: true }).uncheck()
    await dialog.getByRole('button', { name: t('office.devices.show_code') }).click()
    await dialog.getByText(t('problem.field.required')).waitFor()
    await dialog.getByRole('checkbox', { name: t('common.mode.sales'), exact: true }).check()
    await dialog.getByRole('button', { name: t('office.devices.show_code') }).click()
    await dialog.getByText(t('office.devices.scan')).waitFor()
    await page.keyboard.press('Escape')
    await office.button('office.devices.actions', { name: 'showroom-1' }).click()
    await page.getByRole('menuitem', { name: t('office.devices.modes.change') }).click()
    await dialog.getByRole('checkbox', { name: t('common.mode.after_sales'), exact: true }).check()
    await journey.look(page, 'modes of a device')
    await dialog.getByRole('button', { name: t('common.action.save') }).click()
    await page.getByText(`${t('common.mode.after_sales')}, ${t('common.mode.sales')}`).waitFor()
    await office.configure('office.dealership.title')
    await page.getByRole('switch', { name: t('office.dealership.field.direct_sending') }).check()
    await office.button('common.action.save').first().click()
    await page.getByText(t('office.say.saved')).waitFor()
    await journey.look(page, 'dealership with sales')
    assert.equal((await box.manager.ask('GET', '/api/dealership')).direct_sending, true)
  })
}

async function onlySales(journey, office) {
  const { page } = office
  await journey.step('a salesperson sees sales alone, and what it is for', async () => {
    await office.signIn(seller)
    await page.getByText(t('office.dashboard.empty')).waitFor()
    assert.equal(await page.getByRole('navigation', { name: t('office.shell.mode') }).count(), 0)
    await journey.look(page, 'sales without a file')
    await page.goto(`${journey.box.origin}/?mode=after_sales`)
    await page.getByText(t('office.dashboard.empty')).waitFor()
    assert.equal(await office.row('RO 500').count(), 0)
  })
}

async function stock(journey, office) {
  const { page } = office
  await journey.step('UC stock presents a car, and is about nobody', async () => {
    await office.button('office.new.title').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(t('common.word.reference')).fill('Aria demo car')
    await journey.look(page, 'new intervention in sales')
    await dialog.getByRole('button', { name: t('office.new.create') }).click()
    await office.status('ready')
    await page.getByLabel(t('office.file.vehicle.make')).fill('Veloria')
    await page.getByLabel(t('office.file.vehicle.model')).fill('Aria')
    await page
      .getByRole('region', { name: t('common.word.media') })
      .locator('input[type=file]')
      .setInputFiles(picture)
    await page.locator('li[draggable=true] img').waitFor()
    for (const absent of ['common.word.customer', 'office.file.works.title'])
      assert.equal(await page.getByRole('region', { name: t(absent), exact: true }).count(), 0, absent)
    for (const absent of ['office.file.organisation.answer_by', 'office.file.message.works_done'])
      assert.equal(await office.field(absent).count(), 0, absent)
    assert.equal(await office.button('office.file.send.button').count(), 0)
    await journey.look(page, 'UC stock')
    await office.button('office.file.preview.button').click()
    await page.frameLocator('iframe').getByRole('img').first().waitFor()
    await journey.look(page, 'UC stock as a customer sees it', { axe: false })
    await page.keyboard.press('Escape')
  })
}

async function sendAsMessage(journey, office) {
  const { page } = office
  await journey.step('it is sent on as a message, with its picture, from the name on', async () => {
    await office.button('office.file.as_message.button').click()
    const dialog = page.getByRole('dialog')
    assert.equal(await dialog.getByLabel(t('common.word.reference')).inputValue(), 'Aria demo car')
    await dialog.getByLabel(t('common.word.reference')).fill('Aria for Keller')
    await journey.look(page, 'send as message')
    await dialog.getByRole('button', { name: t('office.file.as_message.make') }).click()
    await page.getByRole('heading', { level: 1, name: 'Aria for Keller' }).waitFor()
    await page.locator('input[name="customer.last_name"]:focus').waitFor()
    await page.keyboard.type('Keller')
    await office.choose('office.file.customer.title', t('office.file.customer.titles.ms'))
    await page.locator('input[name="customer.email"]').fill('keller@example.test')
    await page.locator('li[draggable=true] img').waitFor()
    await office.send()
    await office.status('sent')
    await journey.look(page, 'direct message')
    const mail = await journey.box.mail.next()
    assert.deepEqual(mail.recipients, ['keller@example.test'])
    const customer = await journey.page(await journey.person('customer'), 'customer')
    await customer.goto(linkIn(mail))
    await customer.getByRole('img').first().waitFor()
    await office.status('read')
    await customer.getByRole('radio', { name: t('customer.sales.reply.question') }).check()
    await customer.getByLabel(t('customer.form.reply')).fill('Does it come in blue?')
    await customer.getByRole('button', { name: t('customer.sales.submit') }).click()
    await office.status('answered')
    await page.getByText(t('common.reply.question')).first().waitFor()
    await page.getByText('Does it come in blue?').waitFor()
    await journey.look(page, 'a reply', { axe: false })
  })
}

async function bothModes(journey) {
  const page = await journey.page(await journey.person('office'), 'office')
  const office = new Office(page, journey.box.origin)
  const modes = page.getByRole('navigation', { name: t('office.shell.mode') })
  const go = mode => modes.getByRole('link', { name: t(`common.mode.${mode}`), exact: true }).click()
  await journey.step(
    'whoever works in both changes over, and the filters of one hide nothing in the other',
    async () => {
      await office.signIn(people.advisor)
      await office.row('RO 500').waitFor()
      await office.button('office.filter.button').click()
      await office.narrow('office.filter.module', t('common.module.bodywork'))
      await office.row('RO 500').waitFor({ state: 'hidden' })
      await page.keyboard.press('Escape')
      await page.keyboard.press('Escape')
      await go('sales')
      await office.row('Aria demo car').waitFor()
      await office.row('Aria for Keller').waitFor()
      await journey.look(page, 'list of sales')
      await office.row('Aria demo car').click()
      await office.button('office.file.as_message.button').waitFor()
      await page.goBack()
      await go('after_sales')
      await page.getByText(t('office.dashboard.nothing_found')).waitFor()
    },
  )
  await journey.step('an address of a file decides the mode', async () => {
    const { interventions } = await journey.box.manager.ask('GET', '/api/interventions?mode=sales')
    await page.goto(`${journey.box.origin}/interventions/${interventions[0].id}`)
    await modes.locator('[aria-current]', { hasText: t('common.mode.sales') }).waitFor()
  })
}
