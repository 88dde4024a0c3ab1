import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import { join } from 'node:path'
import { Phone } from './support/phone.mjs'
import { texts } from './support/texts.mjs'
import { byName, names, trustingHome } from './support/trust.mjs'
import { until } from './support/within.mjs'

const t = texts('en')

export const encrypted = true
export const browserArguments = ['--use-fake-ui-for-media-stream', names]

/** A phone comes to trust the box, pairs, films and keeps its work; nobody else's name can be borrowed. */
export default async function trusted(journey) {
  const { box } = journey
  await box.settle()
  let home
  const page = `http://127.0.0.1:${box.ports.help}/trust`
  const { pairing } = await box.device('bay-1')
  const code = new URL(pairing.url).searchParams.get('code')
  assert.match(pairing.url, new RegExp(`^http://[^/]+:${box.ports.help}/trust\\?code=`))

  await journey.step('a phone that does not trust the box is told how it can', async () => {
    journey.expect(/\/trust\/check/) // the browser says of each attempt that it failed
    const stranger = await journey.page(await journey.person('phone'), 'phone')
    await stranger.goto(`${page}?code=${code}`)
    await stranger.getByText(t('trust.check.waiting')).waitFor()
    await stranger.locator('summary', { hasText: t('trust.android.name') }).waitFor()
    await journey.look(stranger, 'not trusted yet')
    await stranger.waitForTimeout(3000)
    assert.equal(await stranger.getByText(t('trust.check.trusted')).isVisible(), false)
    await stranger.close()
  })

  await journey.step('an iPad, which says that it is a Mac, is led the way of an iPad', async () => {
    journey.expect(/\/trust\/check/)
    const tablet = await journey.page(await journey.person('phone'), 'phone')
    await tablet.setExtraHTTPHeaders({ 'User-Agent': 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)' })
    await tablet.addInitScript(() => Object.defineProperty(navigator, 'maxTouchPoints', { get: () => 5 }))
    await tablet.goto(page)
    await tablet.getByText(t('trust.ios.install')).waitFor()
    assert.equal(await tablet.getByText(t('trust.macos.always').split('“')[0]).isVisible(), false)
    await tablet.close()
  })

  await journey.step('the certificate is installed', async () => {
    home = await trustingHome(box)
  })
  // A browser with a home of its own, and so with authorities of its own.
  const browser = await journey.launch(browserArguments, { env: { ...process.env, HOME: home } })
  try {
    const context = await journey.person('phone', { browser })
    const tab = await journey.page(context, 'phone')
    const phone = new Phone(tab)
    await journey.step('one code leads through trust to pairing, by the name of the box', async () => {
      await tab.goto(`${page}?code=${code}`)
      await tab.getByText(t('trust.check.trusted')).waitFor()
      await journey.look(tab, 'trusted')
      await tab.getByRole('link', { name: t('trust.go_on_pairing') }).click()
      await tab.getByLabel(t('phone.start.new')).waitFor()
      assert.equal(new URL(tab.url()).origin, byName(box))
    })
    await journey.step('there camera and work without a connection are allowed', async () => {
      assert.equal(await tab.evaluate(() => isSecureContext), true)
      await phone.keepsAll()
      await phone.begin('TRUST 1', 'mechanics', box.brands[0].name)
      await phone.goTo('media')
      await phone.openCamera()
      await phone.film(1)
      await phone.closeCamera()
    })
    await journey.step('the app that is opened again films after two taps', async () => {
      const again = new Phone(await journey.page(context, 'phone'))
      await again.page.goto(`${byName(box)}/phone/`)
      await again.page.getByRole('link', { name: 'TRUST 1' }).click()
      await again.openCamera()
      await again.page.locator(`button:enabled[aria-label="${t('phone.camera.film')}"]`).waitFor()
      journey.measure('app opened, ready to film', await again.page.evaluate(() => performance.now()))
      await again.page.close()
    })
    await journey.step('a certificate that was renewed costs no work', async () => {
      journey.expect(/ERR_CONNECTION_REFUSED/, /ERR_INTERNET_DISCONNECTED/, /Failed to fetch/)
      const before = readFileSync(join(box.data, 'certificates/box.crt'), 'utf8')
      await box.rest()
      await phone.goTo('summary')
      await phone.chooseAuthor('Tom Fischer')
      await phone.finish()
      assert.equal((await phone.keeps()).files.length, 1)
      rmSync(join(box.data, 'certificates/box.crt'))
      await box.resume()
      assert.notEqual(readFileSync(join(box.data, 'certificates/box.crt'), 'utf8'), before)
      await tab.reload()
      await until(async () => (await phone.keeps()).drafts.length === 0)
      const { interventions } = await box.manager.ask('GET', '/api/interventions?q=TRUST')
      assert.deepEqual(
        interventions.map(({ reference, video_count }) => [reference, video_count]),
        [['TRUST 1', 1]],
      )
    })
    await journey.step('no certificate of the authority is good for another name', async () => {
      journey.expect(/ERR_CERT_/)
      const own = await serve(box, home, 'fleetbox.local')
      const other = await serve(box, home, 'bank.example')
      const visitor = await context.newPage()
      const answer = await visitor.goto(`https://fleetbox.local:${own.port}/`)
      assert.equal(answer.status(), 200)
      await assert.rejects(visitor.goto(`https://bank.example:${other.port}/`), /ERR_CERT_/)
      await visitor.close()
      own.server.close()
      other.server.close()
    })
  } finally {
    await browser.close()
    rmSync(home, { recursive: true, force: true })
  }
}

/** A server with a certificate that whoever stole the authority's key would make. */
async function serve(box, home, name) {
  const at = file => join(home, `${name}.${file}`)
  const authority = file => join(box.data, 'certificates', `authority.${file}`)
  const openssl = (...args) => execFileSync('openssl', args, { stdio: 'pipe' })
  openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', at('key'))
  openssl('req', '-new', '-key', at('key'), '-subj', `/CN=${name}`, '-out', at('csr'))
  writeFileSync(at('ext'), `subjectAltName=DNS:${name}\nextendedKeyUsage=serverAuth\n`)
  openssl(
    ...['x509', '-req', '-in', at('csr'), '-CA', authority('crt'), '-CAkey', authority('key')],
    ...['-CAcreateserial', '-CAserial', at('srl'), '-days', '30', '-extfile', at('ext'), '-out', at('crt')],
  )
  const server = createServer({ key: readFileSync(at('key')), cert: readFileSync(at('crt')) }, (_, answer) =>
    answer.end('hello'),
  )
  await new Promise(ready => server.listen(0, '127.0.0.1', ready))
  return { server, port: server.address().port }
}
