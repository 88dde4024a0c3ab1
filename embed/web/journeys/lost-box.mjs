import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import { people } from './support/box.mjs'
import { Office } from './support/office.mjs'
import { texts } from './support/texts.mjs'

const t = texts('en')

/** The office when the box is away for a while: it says so, does not press, and does nothing twice. */
export default async function lostBox(journey) {
  const { box } = journey
  journey.expect(
    /net::ERR_(CONNECTION_\w+|EMPTY_RESPONSE|SOCKET_NOT_CONNECTED|INCOMPLETE_CHUNKED_ENCODING|FAILED)/,
  )
  await box.settle()
  for (let number = 1; number <= 55; number++) await box.file(`LOST ${number}`)
  const office = new Office(await journey.page(await journey.person('office'), 'office'), box.origin)
  await office.signIn(people.advisor)
  await office.row('LOST 55').waitFor()
  await nextPageFails(journey, office)
  await away(journey, office)
  await duplicateTwice(journey, office)
}

async function nextPageFails(journey, office) {
  const { page } = office
  const isNext = url => url.searchParams.has('cursor')
  await journey.step('a next page that cannot be had is not asked for without end', async () => {
    let asked = 0
    await page.route(isNext, route => {
      asked++
      return route.abort()
    })
    await office.row('LOST 6').scrollIntoViewIfNeeded()
    await office.button('common.action.retry').waitFor()
    const tries = asked
    // Rows far below are not painted, and axe takes their colours from before.
    await journey.look(page, 'next page failed', { axe: false })
    await pause(3_000)
    assert.equal(asked, tries, 'nothing is asked while nobody presses')
    await page.unroute(isNext)
    await office.button('common.action.retry').click()
    await office.row('LOST 1').waitFor()
  })
}

async function away(journey, office) {
  const { page } = office
  const { box } = journey
  const notice = page.getByText(t('office.shell.lost', { time: '' }).slice(0, 20))
  await journey.step('while the box is away the office says how old its list is', async () => {
    box.wire.cut()
    await notice.waitFor()
    await journey.look(page, 'box is away', { axe: false })
    await box.file('MEANWHILE')
    box.wire.mend()
    await notice.waitFor({ state: 'hidden' })
    await office.row('MEANWHILE').waitFor()
  })
}

async function duplicateTwice(journey, office) {
  const { page } = office
  const { box } = journey
  await journey.step('a duplicate whose answer was lost is not made twice', async () => {
    await office.row('MEANWHILE').click()
    await office.status('pending')
    await office.more('common.action.duplicate')
    const dialog = page.getByRole('dialog')
    const press = () => dialog.getByRole('button', { name: t('common.action.duplicate') }).click()
    await dialog.getByLabel(t('common.word.reference')).fill('COPY')
    const lost = box.wire.loseAnswerTo(/^HTTP\/1.1 201/m)
    await press()
    await lost
    await page.getByText(t('common.error.unreachable')).waitFor()
    box.wire.mend()
    await press()
    await page.getByRole('heading', { level: 1, name: 'COPY' }).waitFor()
    const { interventions } = await box.manager.ask('GET', '/api/interventions?q=COPY')
    assert.equal(interventions.length, 1)
  })
}
