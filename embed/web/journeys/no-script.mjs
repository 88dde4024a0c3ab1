import assert from 'node:assert/strict'
import { work } from './support/box.mjs'
import { texts } from './support/texts.mjs'

const t = texts('en')

const scanners = {
  'Microsoft Office safe links': {
    'User-Agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; ms-office; MSOffice 16)',
  },
  Barracuda: { 'User-Agent': 'BarracudaCentral/1.0' },
  WhatsApp: { 'User-Agent': 'WhatsApp/2.23.20.0' },
  Slack: { 'User-Agent': 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)' },
  'a browser that loads ahead': {
    'User-Agent': 'Mozilla/5.0 Chrome/140.0',
    'Sec-Purpose': 'prefetch;prerender',
  },
  'an older one': { 'User-Agent': 'Mozilla/5.0 Firefox/100.0', 'X-Moz': 'prefetch', Purpose: 'prefetch' },
}

/** The customer page without JavaScript, scanners before it, and somebody who answers after another. */
export default async function noScript(journey) {
  const { box } = journey
  await box.settle()
  const file = await box.file('NOSCRIPT 1', {
    works: [
      work('Front brake pads', 'urgent', 28_900),
      work('Wiper blades', 'advised', 3_990),
      work('Cabin filter', 'advised', 2_450),
    ],
  })
  const { url } = await box.manager.ask('POST', `/api/interventions/${file.id}/share`, {})
  const now = () => box.manager.ask('GET', `/api/interventions/${file.id}`)
  await journey.step('scanners change nothing', async () => {
    const before = await now()
    for (const [name, headers] of Object.entries(scanners)) {
      for (const method of ['GET', 'HEAD']) {
        const answer = await fetch(url, { method, headers })
        assert.equal(answer.status, 200, `${method} by ${name}`)
      }
    }
    assert.deepEqual(await now(), before)
    assert.equal(before.status, 'sent')
  })
  const couch = await journey.page(await journey.person('customer'), 'customer')
  const plain = await journey.page(await journey.person('customer', { javaScriptEnabled: false }), 'customer')
  await journey.step('the page is read without JavaScript', async () => {
    await couch.goto(url)
    await plain.goto(url)
    await plain.getByText('Front brake pads').waitFor()
    assert.equal(await couch.getByRole('button', { name: t('customer.works.accept_all') }).isVisible(), true)
    assert.equal(await plain.getByText(t('customer.works.accept_all')).isVisible(), false)
    await journey.look(plain, 'without javascript', { axe: false })
  })
  await journey.step('what is filled in outlives another language', async () => {
    await decide(couch, ['refuse', 'accept'])
    await couch.getByRole('link', { name: 'fr' }).click()
    await couch.getByRole('link', { name: 'en' }).click()
    await couch.getByText('Front brake pads').waitFor()
    assert.equal(await couch.getByLabel(t('customer.form.signature')).inputValue(), 'Jon Doe')
    assert.equal(
      await couch
        .getByRole('radio', { name: t('customer.works.refuse') })
        .first()
        .isChecked(),
      true,
    )
    assert.equal(
      await couch
        .getByRole('radio', { name: t('customer.works.accept') })
        .nth(1)
        .isChecked(),
      true,
    )
    assert.equal(
      await couch
        .getByRole('radio', { name: t('customer.works.accept') })
        .nth(2)
        .isChecked(),
      false,
    )
  })
  await journey.step('and answered by its plain form', async () => {
    await decide(plain, ['accept', 'refuse', 'refuse'])
    await journey.look(plain, 'decided without javascript', { axe: false })
    await plain.getByRole('button', { name: t('customer.form.submit') }).click()
    await plain.getByText(t('customer.answered.title')).waitFor()
    await journey.look(plain, 'answered without javascript', { axe: false })
    const { status, works } = await now()
    assert.equal(status, 'answered')
    assert.deepEqual(
      works.map(work => work.decision),
      ['accepted', 'refused', 'refused'],
    )
  })
  await journey.step('whoever answers after that is told, and changes nothing', async () => {
    journey.expect(/409 \(Conflict\)/)
    const before = await now()
    await decide(couch, ['refuse', 'accept', 'accept'])
    await couch.getByRole('button', { name: t('customer.form.submit') }).click()
    await couch.getByText(t('customer.answered.title_again')).waitFor()
    await journey.look(couch, 'answered already')
    assert.deepEqual((await now()).works, before.works)
  })
}

async function decide(page, choices) {
  for (const [index, choice] of choices.entries()) {
    await page
      .locator('fieldset')
      .nth(index)
      .getByRole('radio', { name: t(`customer.works.${choice}`), exact: true })
      .check()
  }
  await page.getByLabel(t('customer.form.signature')).fill('Jon Doe')
}
