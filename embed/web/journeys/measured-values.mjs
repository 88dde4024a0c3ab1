import assert from 'node:assert/strict'
import { people } from './support/box.mjs'
import { Office } from './support/office.mjs'
import { Phone } from './support/phone.mjs'
import { beginsWith, texts } from './support/texts.mjs'

const spots = ['left_inner', 'left_middle', 'left_outer', 'right_inner', 'right_middle', 'right_outer']
const tyres = { de: 'Reifen vorn', en: 'Front tyres' }
const pads = { de: 'Bremsbeläge vorn', en: 'Front brake pads' }
const coolant = { de: 'Kühlmittel', en: 'Coolant' }

/** Measured with a glove on and without a network, beside the last visit; priced, sent, and read by the customer. */
export default async function measuredValues(journey) {
  const { box } = journey
  journey.expect(/ERR_INTERNET_DISCONNECTED/)
  await box.settle('de')
  await journey.step('a year ago the tyres were good', () => earlierVisit(box))
  const files = {}
  for (const language of ['de', 'en']) files[language] = await measure(journey, language)
  await office(journey, files.de)
  await customer(journey, files.de)
}

async function earlierVisit(box) {
  await box.file('RO 2001', {
    vehicle: { plate: 'B-FX 1234', make: 'Veloria', model: 'Aria' },
    works: [
      work(
        'mechanics.tyres.front_tyres',
        'tread_depth',
        spots.map(place => ({ place, tenths: 52 })),
      ),
      work('mechanics.brakes.front_pads', 'brake_pad', [{ place: 'left', tenths: 71 }]),
    ],
  })
}

function work(checklist_line, measure, values) {
  return {
    id: crypto.randomUUID(),
    checklist_line,
    label: checklist_line,
    urgency: 'ok',
    unit_price: null,
    price_includes_vat: true,
    vat_bp: 1900,
    quantity: 1000,
    discount: { kind: 'none', value: 0 },
    measure,
    values,
  }
}

/** The technician's part; answers the file as the box has it. */
async function measure(journey, language) {
  const { box } = journey
  const t = texts(language)
  const context = await journey.person('phone', { language })
  const page = await journey.page(context, 'phone')
  const phone = new Phone(page, language)
  const { pairing } = await box.device(`bay-${language}`)
  const line = label => page.getByRole('button', { name: beginsWith(label) })
  const open = label => phone.button('phone.measure.open', { label }).click()
  const keys = async text => {
    for (const key of text) {
      const name = key === ',' ? t('phone.measure.decimal') : key
      await page.getByRole('button', { name, exact: true }).click()
    }
  }
  await journey.step(`${language}: the last visit is known by the plate`, async () => {
    await phone.pair(pairing.url)
    await phone.begin('B-FX 1234', 'mechanics', 'Veloria')
    await line(tyres[language])
      .filter({ hasText: before(t, language, 52) })
      .waitFor()
  })
  await journey.step(`${language}: without a network six values are typed, the colour follows`, async () => {
    await phone.keepsAll()
    await context.setOffline(true)
    await open(tyres[language])
    await page
      .getByRole('dialog')
      .getByText(before(t, language, 52))
      .first()
      .waitFor()
    await keys('3,12,6')
    await journey.look(page, `half measured ${language}`)
    await keys('1,43,22,71,5')
    await page.getByText(finding(t, 'urgent')).waitFor()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: t('common.urgency.urgent'), pressed: true })
      .waitFor()
    await journey.look(page, `measured ${language}`)
    await phone.button('phone.done').first().click()
    await line(tyres[language])
      .filter({ hasText: t('common.urgency.urgent') })
      .waitFor()
  })
  await journey.step(`${language}: a value that cannot be is told and not kept`, async () => {
    await open(coolant[language])
    await keys('99')
    await page.getByText(t('phone.measure.range', range(language))).waitFor()
    for (let digit = 0; digit < 2; digit++) await phone.button('phone.measure.erase').click()
    await keys('18')
    await page.getByText(finding(t, 'advised')).waitFor()
    await journey.look(page, `frost ${language}`, { both: false })
    await phone.button('phone.done').first().click()
  })
  await journey.step(`${language}: by the keyboard, then overruled by a tap`, async () => {
    await open(pads[language])
    await page.locator('input[data-active]:focus').waitFor()
    await page.keyboard.type('4.2')
    await page.keyboard.type('4,5')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await line(pads[language])
      .filter({ hasText: t('common.urgency.advised') })
      .click()
    await line(pads[language])
      .filter({ hasText: t('common.urgency.urgent') })
      .waitFor()
    await line(pads[language])
      .filter({ hasText: finding(t, 'advised') })
      .waitFor()
    await journey.look(page, `lines ${language}`)
  })
  let file
  await journey.step(`${language}: finished, and on the box with its values`, async () => {
    await phone.goTo('summary')
    await phone.chooseAuthor('Tom Fischer')
    await phone.finish()
    await context.setOffline(false)
    await phone.delivered()
    const { interventions } = await box.manager.ask('GET', '/api/interventions?q=B-FX')
    file = await box.manager.ask('GET', `/api/interventions/${interventions[0].id}`)
    const told = file.works.map(({ measure: kind, urgency, finding: found, urgency_overruled, values }) =>
      [kind, urgency, found, urgency_overruled, values.map(({ tenths }) => tenths).join()].join(' '),
    )
    assert.deepEqual(told, [
      'tread_depth urgent urgent false 31,26,14,32,27,15',
      'coolant_frost advised advised false -180',
      'brake_pad urgent advised true 42,45',
    ])
  })
  return file
}

async function office(journey, file) {
  const t = texts('de')
  const desk = new Office(
    await journey.page(await journey.person('office', { language: 'de' }), 'office'),
    journey.box.origin,
    'de',
  )
  const { page } = desk
  const tread = page.locator('[data-work]').first()
  await journey.step('the office reads the values, and by the plate those of the last visit', async () => {
    await desk.signIn(people.advisor)
    await page.goto(`${journey.box.origin}/interventions/${file.id}`)
    await tread.getByText('innen 3,1 mm · Mitte 2,6 mm · außen 1,4 mm').waitFor()
    await desk.field('office.file.vehicle.plate').fill('B-FX 1234')
    await desk.save()
    await tread.getByRole('link', { name: /RO 2001/ }).waitFor()
    await page
      .getByText(t('office.file.measured.finding', { urgency: t('common.urgency.advised') }))
      .filter({ visible: true })
      .waitFor()
    await journey.look(page, 'values in the works list')
  })
  await journey.step(
    'a value is corrected, the urgency follows; another is taken as it was overruled',
    async () => {
      await tread
        .getByRole('button', { name: t('office.file.works.details', { work: tyres.de }), exact: true })
        .click()
      const field = (side, spot) => page.getByRole('textbox', { name: `Profiltiefe, ${side}, ${spot}` })
      await field('links', 'außen').fill('2,4')
      await field('rechts', 'außen').fill('2,5')
      await tread
        .getByText(t('office.file.measured.finding', { urgency: t('common.urgency.advised') }))
        .waitFor()
      assert.equal(await tread.getAttribute('data-urgency'), 'advised')
      await journey.look(page, 'values being corrected')
      await desk.save()
      const { works } = await journey.box.manager.ask('GET', `/api/interventions/${file.id}`)
      assert.deepEqual(
        works[0].values.map(({ tenths }) => tenths),
        [31, 26, 24, 32, 27, 25],
      )
      assert.deepEqual([works[0].urgency, works[2].urgency], ['advised', 'urgent'])
    },
  )
}

async function customer(journey, file) {
  await journey.step('the customer reads them, with and without JavaScript', async () => {
    const { box } = journey
    const { version } = await box.manager.ask('GET', `/api/interventions/${file.id}`)
    await box.manager.ask('PATCH', `/api/interventions/${file.id}`, {
      version,
      customer: { title: 'ms', last_name: 'Krüger', language: 'de', phone: '0171 5551234' },
    })
    const { url } = await box.manager.ask('POST', `/api/interventions/${file.id}/share`, {})
    for (const [language, javaScriptEnabled] of [
      ['de', true],
      ['en', true],
      ['de', false],
    ]) {
      const context = await journey.person('customer', { language, javaScriptEnabled })
      const page = await journey.page(context, 'customer')
      await page.goto(`${url}?lang=${language}`)
      const text = {
        de: 'innen 3,1 mm · Mitte 2,6 mm · außen 2,4 mm',
        en: 'inner 3.1 mm · middle 2.6 mm · outer 2.4 mm',
      }
      await page.getByText(text[language]).scrollIntoViewIfNeeded()
      if (javaScriptEnabled) await journey.look(page, `customer ${language}`)
      await context.close()
    }
  })
}

const written = (language, tenths) => String(tenths / 10).replace('.', language === 'de' ? ',' : '.')
const before = (t, language, tenths) =>
  t('phone.measure.before', { value: `${written(language, tenths)} mm` })
const finding = (t, urgency) => t('phone.measure.finding', { urgency: t(`common.urgency.${urgency}`) })
const range = () => ({ least: '-60 °C', most: '0 °C' })
