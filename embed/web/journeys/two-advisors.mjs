import assert from 'node:assert/strict'
import { people } from './support/box.mjs'
import { Office } from './support/office.mjs'
import { texts } from './support/texts.mjs'

const t = texts('en')

/** Two advisors in one file: the second one is told, chooses, and nothing of either is lost. */
export default async function twoAdvisors(journey) {
  const { box } = journey
  await box.settle()
  const file = await box.file('BOTH 1')
  const now = () => box.manager.ask('GET', `/api/interventions/${file.id}`)
  const [first, second] = await Promise.all([
    open(journey, file, people.advisor),
    open(journey, file, people.colleague),
  ])
  await journey.step('both write a message, the first one saves', async () => {
    await message(second).fill('Written by Paul')
    await message(first).fill('Written by Ines')
    await first.field('office.file.vehicle.make').fill('Veloria')
    await first.save()
    assert.equal((await now()).message, 'Written by Ines')
  })
  await journey.step('the second one is told and sees both texts', async () => {
    journey.expect(/409 \(Conflict\)/)
    await second.button('common.action.save').click()
    const dialog = second.page.getByRole('dialog')
    await dialog.getByText(t('office.file.conflict.text_who', { name: 'Ines Berger' })).waitFor()
    await dialog.getByText('Written by Ines').waitFor()
    await dialog.getByText('Written by Paul').waitFor()
    await journey.look(second.page, 'both texts')
    assert.equal((await now()).message, 'Written by Ines', 'nothing was overwritten')
  })
  await journey.step('deciding later loses nothing, not even by a reload', async () => {
    await second.button('office.file.conflict.later').click()
    assert.equal(await message(second).inputValue(), 'Written by Paul')
    second.page.once('dialog', question => question.accept())
    await second.page.reload()
    await second.status('pending')
    assert.equal(await message(second).inputValue(), 'Written by Paul')
  })
  await journey.step('the second one chooses, the rest of the first one stands', async () => {
    await second.button('common.action.save').click()
    await second.page.getByRole('radio').filter({ hasText: 'Written by Paul' }).click()
    await second.button('office.file.conflict.apply').click()
    await second.button('office.file.saved').waitFor()
    await journey.look(second.page, 'saved after choosing')
    const { message: text, vehicle } = await now()
    assert.deepEqual([text, vehicle.make], ['Written by Paul', 'Veloria'])
    await first.page.getByText('Written by Paul').waitFor()
  })
  await journey.step('from a screen that has missed a change nothing is sent', async () => {
    await missed(
      second,
      file,
      () => write(first, 'Missed by Paul'),
      () => second.send(),
    )
    await second.page.getByText(t('office.file.send.changed')).waitFor()
    assert.equal(await message(second).inputValue(), 'Missed by Paul')
    assert.deepEqual([(await now()).status, box.mail.mails.length], ['pending', 0])
  })
  await journey.step('nor is it shared, and what was typed meanwhile is not lost', async () => {
    await second.page.route('**/share', async route => {
      await message(second).fill('Typed meanwhile')
      await route.continue()
    })
    await missed(
      second,
      file,
      () => write(first, 'Missed again'),
      () => second.send('link'),
    )
    await second.page.getByRole('radio').filter({ hasText: 'Missed again' }).click()
    await second.button('office.file.conflict.apply').click()
    await second.button('office.file.saved').waitFor()
    assert.equal(await message(second).inputValue(), 'Missed again')
    assert.equal((await now()).link, null)
  })
  await journey.step(
    'the first one sends: the second one sees what was sent, and what could not be saved',
    async () => {
      await message(second).fill('Too late')
      await first.send()
      await second.status('sent')
      const leftover = second.page.getByRole('alert').filter({ hasText: t('office.file.leftover.title') })
      await leftover.getByText('Too late').waitFor()
      assert.equal(await message(second).inputValue(), 'Missed again')
      await journey.look(second.page, 'sent by a colleague')
      await second.page.reload()
      await leftover.getByText('Too late').waitFor()
      await second.button('office.file.leftover.discard').click()
      await leftover.waitFor({ state: 'hidden' })
    },
  )
}

async function open(journey, file, person) {
  const office = new Office(await journey.page(await journey.person('office'), 'office'), journey.box.origin)
  await office.signIn(person)
  await office.row(file.reference).click()
  await office.status('pending')
  return office
}

/**
 * A change that does not reach somebody's screen until they have sent what it shows: whenever it asks for the file,
 * it is answered as it was before.
 */
async function missed(office, { id }, change, send) {
  const { page } = office
  const path = `/api/interventions/${id}`
  const before = await page.evaluate(async from => await (await fetch(from)).text(), path)
  const only = url => url.pathname === path
  await page.route(only, route => route.fulfill({ contentType: 'application/json', body: before }))
  const asked = page.waitForResponse(answer => only(new URL(answer.url())))
  await change()
  await asked
  const refused = page.waitForResponse(answer => answer.status() === 409)
  await send()
  await refused
  await page.unroute(only)
}

async function write(office, text) {
  await message(office).fill(text)
  await office.save()
}

function message(office) {
  return office.page.getByRole('textbox', { name: t('office.file.message.title') })
}
