import { fileURLToPath } from 'node:url'
import { people } from './support/box.mjs'
import { Office } from './support/office.mjs'
import { Phone } from './support/phone.mjs'
import { texts } from './support/texts.mjs'

const picture = fileURLToPath(new URL('../../demo/brake-disc.jpg', import.meta.url))

/** What no other journey shows to axe. */
const onlyHere = ['dealership', 'help', 'profile', 'phone list', 'phone settings']

/** Office, phone and customer page in German and French: words everywhere, never a key. */
export default async function languages(journey) {
  await journey.box.settle('de')
  for (const language of ['de', 'fr']) {
    // The pictures of one foreign language are enough to see whether longer words fit.
    const look = (page, name) =>
      journey.look(page, `${language} ${name}`, {
        both: language === 'de',
        axe: language === 'de' && onlyHere.includes(name),
      })
    const file = await fileIn(journey, language)
    await theOffice(journey, language, file, look)
    await thePhone(journey, language, look)
    await theCustomer(journey, language, file, look)
  }
}

async function fileIn(journey, language) {
  const { box } = journey
  const file = await box.file(`B-KL 27 ${language}`)
  const { version } = await box.manager.ask('GET', `/api/interventions/${file.id}`)
  await box.manager.ask('PATCH', `/api/interventions/${file.id}`, { version, customer: { language } })
  await box.photo(file.id, picture)
  await box.manager.ask('PATCH', '/api/profile', { language })
  return file
}

async function theOffice(journey, language, file, look) {
  const t = texts(language)
  const person = await journey.person('office', { language })
  const office = new Office(await journey.page(person, 'office'), journey.box.origin, language)
  const { page } = office
  await journey.step(`the office, ${language}`, async () => {
    await page.goto(`${journey.box.origin}/`)
    await office.button('office.sign_in.submit').waitFor()
    await look(page, 'sign in')
    await office.signIn(people.manager)
    await office.row(file.reference).waitFor()
    await look(page, 'dashboard')
    for (const part of ['dealership', 'users', 'devices']) {
      await office.configure(`office.${part}.title`)
      await look(page, part)
    }
    for (const [path, title] of [
      ['help', 'office.help.title'],
      ['profile', 'office.profile.title'],
    ]) {
      await page.goto(`${journey.box.origin}/${path}`)
      await page.getByRole('heading', { level: 1, name: t(title) }).waitFor()
      await look(page, path)
    }
  })
  await journey.step(`a file, ${language}`, async () => {
    await page.goto(`${journey.box.origin}/interventions/${file.id}`)
    await office.status('pending')
    await look(page, 'file')
    await office.send()
    await office.status('sent')
    await page.getByText(t('office.file.sendings.state.delivered'), { exact: true }).waitFor()
    await look(page, 'file sent')
  })
}

async function thePhone(journey, language, look) {
  const { box } = journey
  const t = texts(language)
  const phone = new Phone(await journey.page(await journey.person('phone', { language }), 'phone'), language)
  const { page } = phone
  await journey.step(`the phone, ${language}`, async () => {
    const { pairing } = await box.device(`phone-${language}`)
    await page.goto(`${box.origin}/phone/`)
    await phone.button('phone.pair.action').waitFor()
    await look(page, 'pairing')
    await phone.pair(`${box.origin}/phone/pair?code=${pairing.code}`)
    await look(page, 'phone start')
    for (const tab of ['list', 'settings']) {
      await page.getByRole('link', { name: t(`phone.tab.${tab}`) }).click()
      await page.getByRole('heading', { level: 1, name: t(`phone.tab.${tab}`) }).waitFor()
      await look(page, `phone ${tab}`)
    }
    await page.getByRole('link', { name: t('phone.tab.new') }).click()
    await phone.begin(`TEL ${language}`, 'mechanics', 'Veloria')
    for (const step of ['works', 'media', 'message', 'summary']) {
      await phone.goTo(step)
      await page
        .getByText(t(`phone.step.${step}`), { exact: true })
        .first()
        .waitFor()
      await look(page, `phone ${step}`)
    }
  })
}

async function theCustomer(journey, language, file, look) {
  const { box } = journey
  const t = texts(language)
  const page = await journey.page(await journey.person('customer', { language }), 'customer')
  await journey.step(`the customer page, ${language}`, async () => {
    const { url } = await box.manager.ask('POST', `/api/interventions/${file.id}/share`, {})
    await page.goto(url)
    await page.getByRole('button', { name: t('customer.form.submit') }).waitFor()
    await look(page, 'customer page')
    await page
      .locator('fieldset')
      .nth(0)
      .getByRole('radio', { name: t('customer.works.accept'), exact: true })
      .check()
    await page
      .locator('fieldset')
      .nth(1)
      .getByRole('radio', { name: t('customer.works.refuse'), exact: true })
      .check()
    await page.getByLabel(t('customer.form.signature')).fill('Jon Doe')
    await page.getByRole('button', { name: t('customer.form.submit') }).click()
    await page.getByText(t('customer.answered.title')).waitFor()
    await look(page, 'customer answered')
  })
}
