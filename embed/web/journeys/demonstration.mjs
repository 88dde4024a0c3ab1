import { Office } from './support/office.mjs'
import { Phone } from './support/phone.mjs'
import { texts } from './support/texts.mjs'

const t = texts('en')
const reference = 'README 1'
const name = 'my-phone'

export const demonstration = true

/** The five minutes that README promises, on the demonstration dealership, whose mails stay in the box. */
export default async function walk(journey) {
  const { box } = journey
  const office = new Office(await journey.page(await journey.person('office'), 'office'), box.origin)
  const { page } = office
  const phone = new Phone(await journey.page(await journey.person('phone'), 'phone'))
  await journey.step('1: the manager adds a phone, and a second window becomes it by the code', async () => {
    await office.signIn(box.logins.dealer_manager)
    await office.page.locator('[data-row]').nth(5).waitFor()
    await journey.look(page, 'demonstration')
    await office.configure('office.devices.title')
    await office.button('office.devices.add').click()
    await page.getByLabel(t('office.devices.name')).fill(name)
    await office.button('office.devices.show_code').click()
    const code = await page
      .getByRole('dialog')
      .getByText(/^[A-Z0-9]{5}-[A-Z0-9]{5}$/)
      .textContent()
    await phone.page.goto(`${box.origin}/phone/`)
    await phone.page.getByLabel(t('phone.pair.code')).fill(code)
    await phone.button('phone.pair.action').click()
    await phone.page.getByLabel(t('phone.start.new')).waitFor()
    await page.getByText(t('office.devices.paired_title')).waitFor()
    await office.button('common.action.finish').click()
  })
  await journey.step('2: an intervention with recommendations and a film', async () => {
    await phone.begin(reference, 'mechanics', 'Veloria')
    await phone.ownLine('Squeaking belt')
    await phone.goTo('media')
    await phone.openCamera()
    await phone.film(2)
    await phone.closeCamera()
    await phone.goTo('summary')
    await phone.chooseAuthor('Sofia Marin')
    await phone.finish()
    await phone.delivered()
  })
  let work
  await journey.step('3: it appears in the office, is priced, looked at and sent', async () => {
    await page.getByRole('link', { name: t('office.shell.home') }).click()
    await office.row(reference).click()
    await office.status('pending')
    const film = t('office.file.media.numbered', { kind: t('common.word.video'), number: 1 })
    await office.button('office.file.media.open', { name: film }).locator('img').waitFor() // a mail that goes earlier has no picture
    work = await page
      .getByRole('textbox', { name: t('office.file.works.label') })
      .first()
      .inputValue()
    await office.price(['75'])
    await office.choose('office.file.customer.title', t('office.file.customer.titles.ms'))
    await page.locator('input[name="customer.last_name"]').fill('Reader')
    await page.locator('input[name="customer.email"]').fill('reader@example.test')
    await office.button('office.file.preview.button').click()
    await page.frameLocator('iframe').getByText(work).first().waitFor()
    await page.keyboard.press('Escape')
    await office.send()
    await page.getByText(t('office.file.sendings.state.delivered'), { exact: true }).waitFor()
  })
  const customer = await journey.page(await journey.person('customer'), 'customer')
  await journey.step('4: the mail lies in the box, its link is answered', async () => {
    await customer.goto(`${box.origin}/demo/mail`)
    await journey.look(customer, 'mails in the box')
    await customer.getByRole('link').filter({ hasText: 'reader@example.test' }).first().click()
    const mail = customer.frameLocator('iframe')
    await mail.getByRole('img').waitFor()
    await journey.look(customer, 'a mail in the box')
    await customer.goto(
      await mail.getByRole('link', { name: t('mail.invite.button_video') }).getAttribute('href'),
    )
    await customer
      .getByRole('radio', { name: t('customer.works.accept'), exact: true })
      .first()
      .check()
    await customer.getByLabel(t('customer.form.signature')).fill('A. Reader')
    await customer.getByRole('button', { name: t('customer.form.submit') }).click()
    await customer.getByText(t('customer.answered.title')).waitFor()
  })
  await journey.step('5: the office shows the answer without a reload', async () => {
    await office.status('answered')
    await page
      .getByText(t('office.file.answer.accepted', { count: 1 }))
      .first()
      .waitFor()
    await journey.look(page, 'answered in the demonstration', { axe: false })
  })
}
