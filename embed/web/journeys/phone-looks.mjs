import { fileURLToPath } from 'node:url'
import { people } from './support/box.mjs'
import { Phone } from './support/phone.mjs'
import { beginsWith } from './support/texts.mjs'

const picture = fileURLToPath(new URL('../../demo/brake-disc.jpg', import.meta.url))
const reference = 'B-KL 2711'

/** The camera is dark whatever the phone's colours are. */
const dark = ['dark']

/** Whose hands walk through the app; each page is looked at on both phones, light and dark. */
const walkers = [
  { language: 'en', device: 'phone' },
  { language: 'de', device: 'iphone' },
]

/** Every page and step of the phone app in English and German, as Android phones and iPhones show it. */
export default async function phoneLooks(journey) {
  journey.expect(/net::ERR_(INTERNET_DISCONNECTED|NETWORK_CHANGED|CONNECTION_REFUSED|FAILED)/)
  await journey.box.settle('de')
  await journey.box.file('RO 2001', {
    vehicle: { plate: reference, vin: '', make: 'Veloria', model: 'Kombi', mileage: 84_000 },
  })
  for (const walker of walkers) await walk(journey, walker)
}

async function walk(journey, { language, device }) {
  const pocket = await journey.person(device, { language })
  const phone = new Phone(await journey.page(pocket, device), language)
  const look = (name, schemes) => journey.lookOnPhones(phone.page, `${language} ${name}`, schemes)
  const walked = { phone, pocket, look }
  for (const [name, part] of Object.entries({
    pairing,
    tabs,
    scanning,
    kind,
    works,
    measuring,
    camera,
    media,
    ends,
    waiting,
  }))
    await journey.step(`${language}: ${name}`, () => part(walked, journey))
}

async function pairing({ phone, look }, journey) {
  const { box } = journey
  const { pairing } = await box.device(`looked-at-${phone.language}`)
  const before = box.wire.given
  await phone.page.goto(`${box.origin}/phone/`)
  await phone.button('phone.pair.action').waitFor()
  await phone.page.evaluate(() => navigator.serviceWorker.ready.then(() => true))
  const sent = () => (box.wire.given - before) / 1024
  journey.measure(`app over the wire until it starts without a network, ${phone.language}`, sent(), 'KB')
  await phone.keepsAll()
  journey.measure(`app over the wire until it does all without a network, ${phone.language}`, sent(), 'KB')
  await look('pairing')
  await phone.page.getByLabel(phone.t('phone.pair.code')).fill(pairing.code)
  await phone.button('phone.pair.action').click()
  await phone.page.getByLabel(phone.t('phone.start.new')).waitFor()
  await look('start')
}

async function tabs({ phone, look }) {
  const { page, t } = phone
  for (const tab of ['list', 'settings']) {
    await page.getByRole('link', { name: t(`phone.tab.${tab}`) }).click()
    await page.getByRole('heading', { level: 1, name: t(`phone.tab.${tab}`) }).waitFor()
    await look(tab)
  }
  await page.getByRole('link', { name: t('phone.tab.list') }).click()
  await page.getByRole('link', { name: /RO 2001/ }).click()
  await page.getByRole('heading', { name: 'RO 2001' }).waitFor()
  await look('file')
  await phone.button('common.action.back').click()
  await page.getByRole('link', { name: t('phone.tab.new') }).click()
}

async function scanning({ phone, look }) {
  for (const what of ['code', 'plate']) {
    await phone.button(`phone.scan.${what}`).click()
    await phone.cameraReady()
    await look(`scan ${what}`, dark)
    if (what === 'code') await phone.button('phone.camera.close').click()
  }
  await phone.button('phone.scan.type').click()
  await phone.page.getByLabel(phone.t('phone.scan.typed')).fill(reference)
  await phone.page.getByRole('link', { name: /RO 2001/ }).waitFor()
  await look('known plate')
  await phone.button('common.action.back').click()
  await phone.button('phone.camera.close').click()
}

async function kind({ phone, look }) {
  const { page, t } = phone
  await page.getByLabel(t('phone.start.new')).fill(reference)
  await phone.button('phone.start.begin').click()
  await page.getByRole('button', { name: beginsWith(t('common.module.mechanics')) }).waitFor()
  await look('module')
  await page.getByRole('button', { name: beginsWith(t('common.module.mechanics')) }).click()
  await page.getByRole('button', { name: 'Veloria' }).waitFor()
  await look('brand')
  await page.getByRole('button', { name: 'Veloria' }).click()
}

const pads = { de: 'Bremsbeläge vorn', en: 'Front brake pads' }

async function works({ phone, look }) {
  await phone.tick(pads[phone.language], 'urgent')
  await phone.ownLine({ de: 'Quietscht beim Bremsen', en: 'Squeaks when braking' }[phone.language])
  await look('recommendations')
}

async function measuring({ phone, look }) {
  await phone.button('phone.measure.open_all', { label: pads[phone.language] }).click()
  await phone.page.getByRole('dialog').waitFor()
  await look('measuring')
  await phone.button('phone.done').first().click()
}

async function camera({ phone, look }) {
  await phone.goTo('media')
  await look('no pictures yet')
  await phone.openCamera()
  await look('camera', dark)
  await phone.film(1, { meanwhile: () => look('filming', dark) })
  await phone.photograph()
  await look('photo taken', dark)
  await phone.closeCamera()
}

async function media({ phone, look }) {
  const { page, t } = phone
  await page.locator('input[type=file]').first().setInputFiles(picture)
  await page
    .getByRole('button', { name: t('common.word.public'), exact: true })
    .nth(2)
    .waitFor()
  await look('pictures')
  const photo = page.getByRole('button', { name: t('phone.media.open', { kind: t('common.word.photo') }) })
  await photo.last().click()
  await phone.button('phone.media.draw').waitFor()
  await look('one picture')
  await phone.button('phone.media.draw').click()
  await page.getByRole('application').waitFor()
  await look('drawing')
  await page.keyboard.press('Escape')
  await page.getByRole('application').waitFor({ state: 'hidden' })
  await page.keyboard.press('Escape')
}

async function ends({ phone, look }) {
  await phone.goTo('message')
  await phone.page.getByRole('button', { name: beginsWith(phone.t('phone.message.contact')) }).click()
  await look('internal message')
  await phone.goTo('summary')
  await look('summary')
}

async function waiting({ phone, pocket, look }) {
  const { page, t } = phone
  await pocket.setOffline(true)
  await phone.chooseAuthor(`${people.technician.first_name} ${people.technician.last_name}`)
  await phone.finish()
  await page.getByText(t('phone.wait.offline')).waitFor()
  await look('waits')
  await page.getByRole('link', { name: reference }).click()
  await page.getByText(t('phone.waiting.kept')).waitFor()
  await look('on the way')
  await phone.button('common.action.back').click()
  await pocket.setOffline(false)
  await phone.delivered()
  await look('delivered')
}
