import assert from 'node:assert/strict'
import { brands, people } from './support/box.mjs'
import { linkIn } from './support/mail.mjs'
import { Office } from './support/office.mjs'
import { Phone } from './support/phone.mjs'
import { texts } from './support/texts.mjs'

const t = texts('en')
const reference = 'M-FB 2711'
const ownLine = 'Squeaking noise when braking'

/** From an empty box to an answered, closed intervention: setup, users, phone, film, price, mail, answer. */
export default async function firstDay(journey) {
  const { box } = journey
  const managerAtWork = await journey.person('office')
  const manager = new Office(await journey.page(managerAtWork, 'office'), box.origin)
  await setUp(journey, manager)
  await addPeople(journey, manager)
  const phone = await pairPhone(journey, manager)
  const advisorAtWork = await journey.person('office')
  const advisor = new Office(await journey.page(advisorAtWork, 'office'), box.origin)
  await journey.step('the advisor signs in', async () => {
    await advisor.page.goto(`${box.origin}/`)
    await advisor.button('office.sign_in.submit').waitFor()
    await journey.look(advisor.page, 'sign in')
    await advisor.signIn(people.advisor)
    await advisor.page.getByText(t('office.dashboard.empty')).waitFor()
    await journey.look(advisor.page, 'empty dashboard')
  })
  await atTheCar(journey, phone)
  await arrives(journey, phone, advisor)
  await complete(journey, advisor)
  const mail = await send(journey, advisor)
  const customer = await readMail(journey, mail, advisor)
  await answer(journey, customer, advisor)
  await close(journey, advisor)
}

async function setUp(journey, manager) {
  const { page } = manager
  await journey.step('the empty box leads to its setup', async () => {
    await page.goto(`${journey.box.origin}/`)
    await page.getByRole('heading', { name: t('office.setup.title') }).waitFor()
    assert.ok(new URL(page.url()).searchParams.get('code'), 'the one-time code is in the address')
    await journey.look(page, 'setup')
  })
  await journey.step('dealership, brands and first manager are made', async () => {
    await manager.field('office.dealership.field.name').fill('Autohaus Keller')
    await page.getByLabel(t('office.dealership.brand_name', { number: 1 })).fill(brands[0].name)
    await manager.button('office.dealership.add_brand').click()
    await page.getByLabel(t('office.dealership.brand_name', { number: 2 })).fill(brands[1].name)
    await manager.field('office.field.first_name').fill(people.manager.first_name)
    await manager.field('office.field.last_name').fill(people.manager.last_name)
    await manager.field('office.field.email').fill(people.manager.email)
    await page.getByRole('textbox', { name: t('office.field.password') }).fill(people.manager.password)
    await journey.look(page, 'setup filled in', { axe: false })
    await manager.button('office.setup.submit').click()
    await manager.search().waitFor()
  })
}

async function addPeople(journey, manager) {
  await journey.step('advisor and technician are added', async () => {
    await manager.configure('office.users.title')
    await journey.look(manager.page, 'users')
    const advisor = await manager.addUser(people.advisor, 'back_office')
    await journey.look(manager.page, 'new user')
    await advisor.save()
    const technician = await manager.addUser(people.technician, 'technician')
    await technician.save()
    await journey.look(manager.page, 'users added', { axe: false })
  })
}

async function pairPhone(journey, manager) {
  const name = 'workshop-1'
  let phone
  await journey.step('a device is added and shows its QR code', async () => {
    await manager.configure('office.devices.title')
    await journey.look(manager.page, 'no devices')
    await manager.button('office.devices.add').click()
    await manager.page.getByLabel(t('office.devices.name')).fill(name)
    await manager.button('office.devices.show_code').click()
    await manager.page.getByRole('img', { name: t('office.devices.code_label', { name }) }).waitFor()
    await journey.look(manager.page, 'pairing code')
  })
  await journey.step('the phone pairs through the address in the code', async () => {
    const url = await manager.readCode(name)
    assert.ok(url.startsWith(`${journey.box.origin}/phone/pair?code=`), `the code holds ${url}`)
    await manager.page.getByRole('link', { name: url, exact: true }).waitFor()
    phone = new Phone(await journey.page(await journey.person('phone'), 'phone'))
    await phone.page.goto(`${journey.box.origin}/phone/`)
    await phone.button('phone.pair.action').waitFor()
    await journey.look(phone.page, 'phone not paired')
    await phone.pair(url)
    await journey.look(phone.page, 'phone start')
    await manager.page.getByText(t('office.devices.paired_title')).waitFor()
    await journey.look(manager.page, 'phone is paired')
  })
  return phone
}

async function atTheCar(journey, phone) {
  const { page } = phone
  const { checklists } = await signedIn(journey).then(caller =>
    caller.ask('GET', `/api/checklists?module=mechanics&brand=${brands[0].name.toLowerCase()}&language=en`),
  )
  const lines = checklists[0].categories[0].lines.map(line => line.label)
  await journey.step('a new intervention on the phone', async () => {
    await page.getByLabel(t('phone.start.new')).fill(reference)
    await phone.button('phone.start.begin').click()
    await page.getByRole('button', { name: /^Mechanics/ }).waitFor()
    await journey.look(page, 'module')
    await page.getByRole('button', { name: /^Mechanics/ }).click()
    await page.getByRole('button', { name: brands[0].name }).waitFor()
    await journey.look(page, 'brand')
    await page.getByRole('button', { name: brands[0].name }).click()
  })
  await journey.step('lines are ticked, one is typed', async () => {
    await page.getByRole('heading', { name: checklists[0].categories[0].name }).waitFor()
    await phone.tick(lines[0], 'ok')
    await phone.tick(lines[1], 'advised')
    await phone.tick(lines[2], 'urgent')
    await phone.ownLine(ownLine)
    await journey.look(page, 'recommendations')
  })
  await journey.step('a note and a film for one line', async () => {
    await page.getByRole('button', { name: t('phone.measure.open_all', { label: lines[2] }) }).click()
    await page.getByLabel(t('phone.works.note'), { exact: true }).fill('2 mm left, inner side')
    await journey.look(page, 'one line')
    await phone.button('phone.works.film').click()
    await phone.cameraReady()
    await journey.look(page, 'camera')
    await phone.film(3, { meanwhile: () => journey.look(page, 'filming', { both: false, axe: false }) })
    await phone.photograph()
    await journey.look(page, 'photo taken', { both: false, axe: false })
    await phone.closeCamera()
  })
  await journey.step('one picture is private, the other public', async () => {
    await phone.goTo('media')
    await page
      .getByRole('button', { name: t('common.word.public'), exact: true })
      .nth(1)
      .click()
    await page.getByText(t('phone.media.now_private')).waitFor()
    await page.getByRole('button', { name: t('common.word.private'), exact: true }).waitFor()
    await journey.look(page, 'media')
  })
  await journey.step('an internal message', async () => {
    await phone.goTo('message')
    await page.getByRole('button', { name: /^Contact me/ }).click()
    await page
      .getByLabel(t('phone.message.note'), { exact: true })
      .fill('Customer wants to drive on holiday on Friday')
    await journey.look(page, 'internal message')
  })
  await journey.step('the summary', async () => {
    await phone.goTo('summary')
    await phone.chooseAuthor(`${people.technician.first_name} ${people.technician.last_name}`)
    await page.getByRole('switch', { name: t('phone.summary.waiting_here') }).click()
    await journey.look(page, 'summary')
  })
}

async function signedIn(journey) {
  const { Caller } = await import('./support/box.mjs')
  const caller = new Caller(journey.box)
  const { email, password } = people.manager
  await caller.ask('POST', '/api/session', { email, password, remember: false })
  return caller
}

async function arrives(journey, phone, advisor) {
  await journey.step('what was finished stands in the office without a reload', async () => {
    const stamp = await advisor.page.evaluate(() => performance.timeOrigin)
    const seen = advisor.seen('[data-row]', reference)
    // Page or service worker: whichever of the two comes first sends it.
    const made = phone.page
      .context()
      .waitForEvent(
        'response',
        answer => answer.url().endsWith('/api/interventions') && answer.request().method() === 'POST',
      )
    await phone.finish()
    const confirmed = await made.then(() => Date.now())
    journey.measure('phone finished, row in the office', Math.max(0, (await seen) - confirmed))
    await advisor.row(reference).waitFor()
    assert.equal(
      await advisor.page.evaluate(() => performance.timeOrigin),
      stamp,
      'the page was not loaded again',
    )
    await phone.delivered()
    assert.equal((await phone.keeps()).bytes, 0, 'the phone has forgotten what the box has')
    await journey.look(phone.page, 'delivered', { axe: false })
    await journey.look(advisor.page, 'dashboard')
  })
}

async function complete(journey, advisor) {
  const { page } = advisor
  await journey.step('the advisor completes the file', async () => {
    await advisor.row(reference).click()
    await advisor.status('pending')
    await page.getByText(t('office.file.media.processing')).first().waitFor({ state: 'hidden' })
    await journey.look(page, 'file from the workshop')
    await advisor.choose('office.file.customer.title', t('office.file.customer.titles.mr'))
    const customer = page.getByRole('region', { name: t('common.word.customer') })
    await customer.getByLabel(t('office.field.first_name')).fill('Jon')
    await customer.getByLabel(t('office.field.last_name')).fill('Doe')
    await customer.getByLabel(t('office.field.email')).fill('jon.doe@example.test')
    await advisor.send()
    await page.getByRole('dialog').getByText(t('office.file.unpriced.text')).waitFor()
    await journey.look(page, 'works without a price')
    await advisor.button('office.file.unpriced.back').click()
    const prices = page.getByRole('textbox', { name: t('office.file.works.price_gross') })
    for (let index = 0; index < (await prices.count()); index++)
      await prices.nth(index).fill(String(120 + index * 35.5))
    await advisor.save()
    await journey.look(page, 'file complete')
  })
  await journey.step('the preview shows the customer page', async () => {
    await advisor.button('office.file.preview.button').click()
    const preview = page.frameLocator('iframe')
    await preview.getByText(t('customer.preview.text')).waitFor()
    await preview.getByText(ownLine).waitFor()
    await journey.look(page, 'preview')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: t('common.action.close') })
      .click()
  })
}

async function send(journey, advisor) {
  let mail
  await journey.step('the mail goes out by a real mail server', async () => {
    await advisor.send()
    await advisor.page.getByText(t('office.file.send.queued', { email: 'jon.doe@example.test' })).waitFor()
    mail = await journey.box.mail.next()
    assert.deepEqual(mail.recipients, ['jon.doe@example.test'])
    assert.ok(mail.text.includes(linkIn(mail)), 'the text part carries the link')
    const poster = mail.attachments.find(part => part.disposition === 'inline' || part.contentId)
    assert.ok(poster?.mimeType.startsWith('image/'), 'a picture of the video is inside')
    assert.ok(
      mail.html.includes(`cid:${poster.contentId.replace(/[<>]/g, '')}`),
      'the picture is shown in the text',
    )
    await advisor.status('sent')
    await advisor.page.getByText(t('office.file.sendings.state.delivered'), { exact: true }).waitFor()
    await journey.look(advisor.page, 'sent')
  })
  return mail
}

async function readMail(journey, mail, advisor) {
  const customer = await journey.page(await journey.person('customer'), 'customer')
  await journey.step('the mail looks as it should', async () => {
    const inline = mail.attachments.reduce((html, part) => {
      const data = `data:${part.mimeType};base64,${Buffer.from(part.content).toString('base64')}`
      return html.replaceAll(`cid:${part.contentId?.replace(/[<>]/g, '')}`, data)
    }, mail.html)
    await customer.setContent(inline)
    await journey.look(customer, 'mail')
  })
  await journey.step('the customer opens the link, the office sees it without a reload', async () => {
    const seen = advisor.seen('[role=status]', t('common.status.read'))
    const told = customer.waitForResponse(answer => answer.url().endsWith('/read'))
    await customer.goto(linkIn(mail))
    await customer.getByText(ownLine).waitFor()
    await journey.look(customer, 'customer page')
    const confirmed = await told.then(() => Date.now())
    journey.measure('customer opened, read in the office', Math.max(0, (await seen) - confirmed))
    await journey.look(advisor.page, 'read')
  })
  await journey.step('the video plays', async () => {
    await customer
      .locator('video')
      .first()
      .evaluate(video => {
        video.muted = true
        return video.play()
      })
    await customer.waitForFunction(() => document.querySelector('video').currentTime > 1)
    await journey.look(customer, 'video plays', { both: false, axe: false })
  })
  return customer
}

async function answer(journey, customer, advisor) {
  await journey.step('one work is accepted, the others are refused, and it is signed', async () => {
    const works = customer.locator('fieldset')
    const count = await works.count()
    assert.ok(count >= 2, `${count} works to decide`)
    await works
      .nth(0)
      .getByRole('radio', { name: t('customer.works.accept'), exact: true })
      .check()
    for (let index = 1; index < count; index++) {
      await works
        .nth(index)
        .getByRole('radio', { name: t('customer.works.refuse'), exact: true })
        .check()
    }
    await customer.getByLabel(t('customer.form.comment')).fill('Please call when it is ready')
    await customer.getByLabel(t('customer.form.signature')).fill('Jon Doe')
    await journey.look(customer, 'decided')
    const seen = advisor.seen('[role=status]', t('common.status.answered'))
    const posted = customer
      .waitForRequest(request => request.url().includes('/answer'))
      .then(() => Date.now())
    await customer.getByRole('button', { name: t('customer.form.submit') }).click()
    await customer.getByText(t('customer.answered.title')).waitFor()
    journey.measure('customer answered, shown in the office', (await seen) - (await posted))
    await journey.look(customer, 'answered')
  })
  await journey.step('the office shows the answer', async () => {
    await advisor.page
      .getByText(t('office.file.answer.accepted', { count: 1 }))
      .first()
      .waitFor()
    await advisor.page.getByText('Please call when it is ready').waitFor()
    await journey.look(advisor.page, 'answer in the office')
    const confirmation = await journey.box.mail.next()
    assert.deepEqual(confirmation.recipients, ['jon.doe@example.test'])
  })
}

async function close(journey, advisor) {
  await journey.step('closing, and taking it back', async () => {
    await advisor.more('office.file.close')
    await advisor.status('closed')
    await advisor.page.getByText(t('office.file.closed')).waitFor()
    await journey.look(advisor.page, 'closed')
    await advisor.button('common.action.undo').click()
    await advisor.status('answered')
    await advisor.page.getByRole('link', { name: t('office.shell.to_dashboard'), exact: true }).click()
    await advisor
      .row(reference)
      .filter({ hasText: t('common.status.answered') })
      .waitFor()
    await journey.look(advisor.page, 'dashboard in the end', { axe: false })
  })
}
