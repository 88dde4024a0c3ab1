import assert from 'node:assert/strict'
import { readBarcodes } from 'zxing-wasm/reader'
import { people } from './support/box.mjs'
import { Office } from './support/office.mjs'
import { texts } from './support/texts.mjs'

const t = texts('en')

/** The tools beside the main road: search, filters, checklist, discount, passing a link on, accepting by hand, signing out. */
export default async function officeTools(journey) {
  const { box } = journey
  journey.expect(/401 \(Unauthorized\)/) // a session that has ended
  await box.settle()
  const jon = await box.file('RO 1')
  await box.photo(jon.id, new URL('../../demo/battery.jpg', import.meta.url))
  await box.photo(jon.id, new URL('../../demo/brake-disc.jpg', import.meta.url))
  await box.file('RO 2', { module: 'bodywork', brand: box.brands[1].id, vehicle: { plate: 'B-FX 1234' } })
  await someLeave(box)
  const context = await journey.person('office', { permissions: ['clipboard-read', 'clipboard-write'] })
  const office = new Office(await journey.page(context, 'office'), box.origin)
  await office.signIn(people.advisor)
  await searchAndFilters(journey, office)
  await newFile(journey, office)
  await works(journey, office)
  await pictures(journey, office)
  await share(journey, office)
  await acceptByHand(journey, office)
  await signOut(journey, office, context)
}

/** A brand that is no longer sold and a colleague who is gone: interventions still name both. */
async function someLeave({ manager }) {
  const { users } = await manager.ask('GET', '/api/users')
  const paul = users.find(({ email }) => email === people.colleague.email)
  await manager.ask('PATCH', `/api/users/${paul.id}`, { version: paul.version, active: false })
  const dealership = await manager.ask('GET', '/api/dealership')
  await manager.ask('PUT', '/api/dealership', { ...dealership, brands: dealership.brands.slice(0, 1) })
}

async function searchAndFilters(journey, office) {
  const { page } = office
  await journey.step('the list follows the words as they are typed', async () => {
    await office.row('RO 1').waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('fx 12')
    await office.row('RO 1').waitFor({ state: 'hidden' })
    await office.row('RO 2').waitFor()
    await page.keyboard.type('9')
    await page.getByText(t('office.dashboard.nothing_found')).waitFor()
    await journey.look(page, 'nothing found')
    await page.keyboard.press('Escape')
    await office.row('RO 1').waitFor()
  })
  await journey.step(
    'several filters at once, counted on the button, also by who and what is gone',
    async () => {
      await office.button('office.filter.button').click()
      await office.narrow('office.filter.module', t('common.module.bodywork'))
      await office.narrow('office.filter.module', t('common.module.warranty'))
      await office.row('RO 1').waitFor({ state: 'hidden' })
      const gone = `${people.colleague.first_name} ${people.colleague.last_name}`
      await office.narrow('office.filter.assignee', t('office.filter.retired', { name: gone }))
      await office.row('RO 2').waitFor({ state: 'hidden' })
      await office.narrow('office.filter.brand', t('office.filter.retired', { name: 'Nordvik' }))
      await page.getByRole('button', { name: t('office.filter.button_count', { count: 3 }) }).waitFor()
      await journey.look(page, 'filters')
      await page.reload()
      await page.getByRole('button', { name: t('office.filter.button_count', { count: 3 }) }).waitFor()
      await page
        .getByRole('main')
        .getByRole('button', { name: t('office.filter.reset') })
        .click()
      await office.row('RO 2').waitFor()
    },
  )
}

async function newFile(journey, office) {
  const { page } = office
  await journey.step('a new intervention brings its checklist', async () => {
    await page.keyboard.press('n')
    const dialog = page.getByRole('dialog')
    await journey.look(page, 'new intervention')
    await dialog.getByLabel(t('common.word.reference')).fill('RO 3')
    await dialog.getByRole('radio', { name: t('common.module.bodywork') }).click()
    await dialog.getByRole('button', { name: t('office.new.create') }).click()
    await office.status('pending')
    await page.getByRole('heading', { level: 1, name: 'RO 3' }).waitFor()
  })
  await journey.step('lines are ticked in the checklist', async () => {
    await office.button('office.file.checklist.button').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('checkbox').nth(0).check()
    await dialog.getByRole('checkbox').nth(1).check()
    await journey.look(page, 'checklist')
    await dialog.getByRole('button', { name: t('office.file.checklist.add', { count: 2 }) }).click()
    await page.locator('[data-work]').nth(1).waitFor()
    assert.equal(await page.locator('[data-work]').count(), 2)
  })
}

async function works(journey, office) {
  const { page } = office
  const now = async () => {
    const { interventions } = await journey.box.manager.ask('GET', '/api/interventions?q=RO%203')
    return await journey.box.manager.ask('GET', `/api/interventions/${interventions[0].id}`)
  }
  await journey.step(
    'a work of one’s own: price without VAT, another rate, a discount, a category',
    async () => {
      await page
        .getByRole('combobox', { name: t('office.file.works.add'), exact: true })
        .fill('Polish the bonnet')
      await page.keyboard.press('Enter')
      const row = page.locator('[data-work]').nth(2)
      await row
        .getByRole('button', { name: t('office.file.works.details', { work: 'Polish the bonnet' }) })
        .click()
      await row.getByText(t('office.file.works.net'), { exact: true }).click()
      await row.getByRole('textbox', { name: t('office.file.works.price_net') }).fill('100')
      await row.getByRole('combobox', { name: t('office.file.works.vat'), exact: true }).click()
      await page.getByRole('option', { name: '7%' }).click()
      await row.getByText('%', { exact: true }).click()
      await row.getByRole('textbox', { name: t('office.file.works.discount') }).fill('10')
      await row.getByRole('combobox', { name: t('office.file.works.category') }).click()
      await page.getByRole('option').first().click()
      await journey.look(page, 'details of a work')
      await office.save()
      const work = (await now()).works[2]
      assert.deepEqual(
        [work.unit_price, work.price_includes_vat, work.vat_bp, work.discount, work.gross],
        [10_000, false, 700, { kind: 'percent', value: 1000 }, 9630],
      )
      assert.notEqual(work.category, '')
      await row.getByText(work.category).first().waitFor()
    },
  )
  await journey.step('it is duplicated into another module', async () => {
    await office.more('common.action.duplicate')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(t('common.word.reference')).fill('RO 3 b')
    await dialog.getByRole('radio', { name: t('common.module.warranty') }).click()
    await journey.look(page, 'duplicate')
    await dialog.getByRole('button', { name: t('common.action.duplicate') }).click()
    await page.getByRole('heading', { level: 1, name: 'RO 3 b' }).waitFor()
    await page.getByText(t('common.module.warranty')).first().waitFor()
    assert.equal(await page.locator('[data-work]').count(), 0, 'a warranty recommends nothing')
  })
}

async function pictures(journey, office) {
  const { page } = office
  await journey.step('pictures are looked at one by one, with the keys', async () => {
    await page.getByRole('link', { name: t('office.shell.to_dashboard'), exact: true }).click()
    await office.row('RO 1').click()
    await page
      .getByRole('button', { name: t('office.file.media.open', { name: `${t('common.word.photo')} 1` }) })
      .first()
      .click()
    await office.button('office.file.media.next').waitFor()
    await page.getByRole('dialog').locator(':focus').waitFor()
    await page.keyboard.press('ArrowRight')
    await office.button('office.file.media.previous').waitFor()
    await journey.look(page, 'one picture')
    await page.keyboard.press('Escape')
  })
  await journey.step('the mail is seen before it goes out', async () => {
    await office.button('office.file.preview.button').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText(t('office.file.preview.mail'), { exact: true }).click()
    await dialog.getByText('jon@example.test').waitFor()
    const mail = page.frameLocator('iframe')
    await mail.getByRole('link', { name: t('mail.invite.button_decide') }).waitFor()
    assert.ok(await mail.getByRole('img').evaluate(image => image.naturalWidth > 300), 'with its picture')
    await journey.look(page, 'preview of the mail')
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
  })
}

async function share(journey, office) {
  const { page } = office
  await journey.step('the link is passed on: copied, as a code, by WhatsApp', async () => {
    await office.send('link')
    const dialog = page.getByRole('dialog')
    const url = await dialog.getByLabel(t('office.file.share.address')).inputValue()
    await dialog.getByRole('button', { name: t('common.action.copy') }).click()
    await dialog.getByText(t('common.action.copied')).waitFor()
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), url)
    const image = await dialog.getByRole('img', { name: t('office.file.share.qr') }).screenshot()
    const [code] = await readBarcodes(new Blob([image]), { formats: ['QRCode'] })
    assert.equal(code?.text, url)
    const whatsapp = new URL(await dialog.getByRole('link', { name: 'WhatsApp' }).getAttribute('href'))
    assert.ok(whatsapp.searchParams.get('text').endsWith(url), whatsapp.href)
    await journey.look(page, 'pass on the link')
    await page.keyboard.press('Escape')
    await office.status('sent')
  })
}

async function acceptByHand(journey, office) {
  const { page } = office
  await journey.step('what the customer said at the counter is recorded and confirmed', async () => {
    await office.more('office.file.accept.title')
    const dialog = page.getByRole('dialog')
    const record = dialog.getByRole('button', { name: t('office.file.accept.record') })
    assert.ok(await record.isDisabled(), 'a work without a decision')
    await dialog.getByText(t('common.decision.accepted'), { exact: true }).first().click()
    await dialog.getByText(t('common.decision.refused'), { exact: true }).last().click()
    await office.choose('office.file.accept.origin', t('office.file.answer.by.in_person'))
    await journey.look(page, 'accept manually')
    await record.click()
    await office.status('answered')
    await page.getByText(t('office.file.answer.by.in_person')).first().waitFor()
    assert.deepEqual((await journey.box.mail.next()).recipients, ['jon@example.test'])
  })
}

async function signOut(journey, office, context) {
  const { page } = office
  const account = ({ first_name, last_name }) =>
    office.button('office.shell.account', { name: `${first_name} ${last_name}` })
  const leave = async person => {
    await account(person).click()
    await page.getByRole('menuitem', { name: t('office.shell.sign_out') }).click()
  }
  const message = () => page.getByRole('textbox', { name: t('office.file.message.title') })
  let address
  await journey.step('who has typed something is asked before signing out', async () => {
    await page.getByRole('link', { name: t('office.shell.to_dashboard'), exact: true }).click()
    await page.getByRole('switch', { name: t('office.filter.mine') }).check()
    await office.row('RO 2').waitFor({ state: 'hidden' })
    await office.row('RO 1').waitFor() // the manager's, but sent by her
    await page.getByRole('switch', { name: t('office.filter.mine') }).uncheck()
    await office.row('RO 2').waitFor()
    await page.getByRole('switch', { name: t('office.filter.closed') }).check()
    await office.row('RO 2').click()
    address = page.url()
    await message().fill('Only Ines knows this')
    await leave(people.advisor)
    await page.getByRole('dialog', { name: t('office.shell.sign_out_unsaved') }).waitFor()
    await journey.look(page, 'sign out without saving')
    await office.button('office.file.leave.stay').click()
    assert.equal(await message().inputValue(), 'Only Ines knows this')
  })
  await journey.step('a session that was left is dead on the box, too', async () => {
    const Cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
    const status = async () =>
      (await fetch(`${journey.box.origin}/api/interventions`, { headers: { Cookie } })).status
    assert.equal(await status(), 200)
    await leave(people.advisor)
    await office.button('office.file.leave.discard').click()
    await office.button('office.sign_in.submit').waitFor()
    assert.equal(await status(), 401)
  })
  await journey.step('the next one finds nothing of it in the same tab', async () => {
    await office.signIn(people.manager)
    await page.getByRole('switch', { name: t('office.filter.closed'), checked: false }).waitFor()
    await page.goto(address)
    await office.status('pending')
    assert.equal(await message().inputValue(), 'Your car has been checked.')
    await office.button('office.file.saved').waitFor()
  })
}
