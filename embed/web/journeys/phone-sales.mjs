import assert from 'node:assert/strict'
import { password } from './support/box.mjs'
import { linkIn } from './support/mail.mjs'
import { Phone } from './support/phone.mjs'
import { beginsWith, texts } from './support/texts.mjs'

const seller = { first_name: 'Nora', last_name: 'Lang', email: 'nora@example.test', password }
const sellerName = `${seller.first_name} ${seller.last_name}`
/** An Android phone in English, an iPhone in German. */
const walkers = [
  { language: 'en', kind: 'phone', car: 'Aria 1.6', prospect: 'For Ms Keller' },
  { language: 'de', kind: 'iphone', car: 'Fjell Kombi', prospect: 'Für Frau Keller' },
]

/** Sales on the phone: a car is filmed in the yard without a network, sent on to a prospect, answered, and shared. */
export default async function phoneSales(journey) {
  const { box } = journey
  journey.expect(/net::ERR_(INTERNET_DISCONNECTED|NETWORK_CHANGED|FAILED)/)
  await box.settle()
  await box.manager.ask('POST', '/api/users', {
    ...seller,
    phone: '',
    language: 'en',
    roles: ['salesperson'],
  })
  const dealership = await box.manager.ask('GET', '/api/dealership')
  await box.manager.ask('PUT', '/api/dealership', { ...dealership, direct_sending: true })
  for (const walker of walkers) await walk(journey, walker)
}

async function walk(journey, { language, kind, car, prospect }) {
  const { box } = journey
  const pocket = await journey.person(kind, { language })
  const phone = new Phone(await journey.page(pocket, kind), language)
  const walked = {
    phone,
    pocket,
    car,
    prospect,
    box,
    t: texts(language),
    look: name => journey.lookOnPhones(phone.page, `${language} ${name}`),
    audit: name => journey.look(phone.page, `${language} ${name}`, { both: false }),
  }
  for (const [name, part] of Object.entries({ modes, filmed, arrives, sentOn, waits, replied, shared }))
    await journey.step(`${language}: ${name}`, () => part(walked, journey))
}

async function modes({ phone, box, t, look }) {
  const { pairing } = await box.manager.ask('POST', '/api/devices', {
    name: `yard-${phone.language}`,
    app: 'fleetbox',
    modes: ['after_sales', 'sales'],
  })
  await phone.pair(`${box.origin}/phone/pair?code=${pairing.code}`)
  await phone.keepsAll()
  const { page } = phone
  await page.getByRole('link', { name: t('phone.tab.settings') }).click()
  await page.getByRole('group', { name: t('phone.settings.mode') }).waitFor()
  await page.getByText(t('common.mode.sales'), { exact: true }).click()
  await look('the mode is chosen')
  await page.getByRole('link', { name: t('phone.tab.new') }).click()
  await page.getByText(t('common.mode.sales'), { exact: true }).waitFor()
}

async function filmed({ phone, pocket, car, t, look, audit }) {
  const { page } = phone
  await pocket.setOffline(true)
  await page.getByLabel(t('phone.start.new')).fill(car)
  await phone.button('phone.start.begin').click()
  await page.getByRole('button', { name: beginsWith(t('common.module.uc_stock')) }).waitFor()
  await look('modules of sales')
  await page.getByRole('button', { name: beginsWith(t('common.module.uc_stock')) }).click()
  await page.getByRole('button', { name: 'Veloria' }).click()
  await page.getByLabel(t('phone.vehicle.make')).fill('Veloria')
  await page.getByLabel(t('phone.vehicle.model')).fill('Aria')
  await page.getByLabel(t('phone.vehicle.mileage')).fill('34500')
  await page.getByLabel(t('phone.vehicle.first_registration')).fill('2023-06-14')
  await audit('the car')
  await look('the car')
  await phone.goTo('media')
  await look('pictures of a car')
  await phone.openCamera()
  await phone.film(2)
  await phone.photograph()
  await phone.closeCamera()
  await phone.goTo('summary')
  await phone.chooseAuthor(sellerName)
  await audit('summary of a car')
  await look('summary of a car')
  await phone.finish()
  await page.getByText(t('phone.wait.offline')).waitFor()
}

async function arrives({ phone, pocket, car, box }) {
  const filmed = (await phone.keeps()).files
  await pocket.setOffline(false)
  await phone.delivered()
  const stock = await fileNamed(box, car)
  assert.deepEqual(
    [stock.module, stock.status, stock.vehicle.mileage, stock.vehicle.first_registration],
    ['uc_stock', 'pending', 34_500, '2023-06-14'],
  )
  assert.deepEqual(sums(stock.media), sums(filmed))
}

async function sentOn({ phone, pocket, car, prospect, t, look, audit }) {
  const { page } = phone
  await page.getByRole('link', { name: t('phone.tab.list') }).click()
  await page.getByRole('link', { name: car }).click()
  await phone.button('phone.file.message').waitFor()
  await audit('a car')
  await look('a car')
  await phone.button('phone.file.message').click()
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel(t('common.word.reference')).fill(prospect)
  await audit('send as message')
  await look('send as message')
  await sheet.getByRole('button', { name: t('phone.file.message'), exact: true }).click()
  await phone.button('common.action.finish').waitFor()
  await pocket.setOffline(true)
  await page.getByRole('switch', { name: t('phone.direct.switch') }).click()
  await look('a message that lacks who gets it')
  assert.equal(await phone.button('common.action.finish').isDisabled(), true)
  await page.getByLabel(t('phone.customer.title'), { exact: true }).selectOption('ms')
  await page.getByLabel(t('phone.customer.last_name')).fill('Keller')
  await page.getByLabel(t('phone.customer.email')).fill('keller@example')
  await page.getByText(t('phone.missing.bad_email')).waitFor()
  await page.getByLabel(t('phone.customer.email')).fill('keller@example.test')
  await page.getByLabel(t('phone.customer.language')).selectOption(phone.language)
  await phone.chooseAuthor(sellerName)
  await audit('a message to a prospect')
  await look('a message to a prospect')
}

async function waits({ phone, pocket, prospect, box, t, look }) {
  const { page } = phone
  await phone.finish()
  await page.getByText(t('phone.wait.offline')).waitFor()
  await look('a message waits')
  assert.equal(box.mail.mails.length, 0, 'nothing has gone out')
  await pocket.setOffline(false)
  await phone.delivered()
  const file = await fileNamed(box, prospect)
  assert.deepEqual([file.module, file.status, file.author.name], ['direct_message', 'sent', sellerName])
}

async function replied({ phone, prospect, box, t, look, audit }, journey) {
  const mail = await box.mail.next()
  assert.deepEqual(mail.recipients, ['keller@example.test'])
  const { language } = phone
  const customer = await journey.page(await journey.person('customer', { language }), 'customer')
  await customer.goto(linkIn(mail))
  await customer.getByRole('radio', { name: t('customer.sales.reply.call_me') }).check()
  await journey.look(customer, `${language} the page of a prospect`)
  await customer.getByRole('button', { name: t('customer.sales.submit') }).click()
  await customer.getByText(t('customer.sales.replied.title')).waitFor()
  assert.deepEqual((await box.mail.next()).recipients, ['keller@example.test'], 'the reply is confirmed')
  const { page } = phone
  await page.getByRole('link', { name: t('phone.tab.list') }).click()
  await page
    .getByRole('link', { name: prospect })
    .filter({ hasText: t('common.status.answered') })
    .click()
  await page.getByText(t('common.reply.call_me')).waitFor()
  await audit('a reply on the phone')
  await look('a reply on the phone')
}

async function shared({ phone, prospect, t, look, audit }, journey) {
  const { page } = phone
  await phone.button('phone.file.share').click()
  await audit('share')
  await look('share')
  await phone.button('phone.file.share_make').click()
  const link = await page.getByRole('dialog').getByText(/\/c\//).textContent()
  await look('a link to share')
  const friend = await journey.page(
    await journey.person('customer', { language: phone.language }),
    'customer',
  )
  await friend.goto(link)
  await friend.getByText(t('customer.sales.replied.title')).waitFor()
  await friend.getByText(prospect).first().waitFor()
}

async function fileNamed(box, reference) {
  const { interventions } = await box.manager.ask(
    'GET',
    `/api/interventions?mode=sales&q=${encodeURIComponent(reference)}`,
  )
  const { id } = interventions.find(row => row.reference === reference)
  return await box.manager.ask('GET', `/api/interventions/${id}`)
}

const sums = files => files.map(({ id, sha256 }) => `${id} ${sha256}`).sort()
