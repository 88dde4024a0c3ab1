import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { people } from './box.mjs'
import { originalOf, sha256Of } from './films.mjs'
import { Phone } from './phone.mjs'
import { texts } from './texts.mjs'
import { until, within } from './within.mjs'

const t = texts('en')
const reference = 'LONG 1'
const megabit = 1_000_000
const linkLivesMs = 20_000

/**
 * Photos and videos from the gallery, over a link of 1 Mbit/s that breaks every 20 seconds: all arrive, each once,
 * byte for byte.
 */
export async function overBrokenLink(journey, { photos, videos, minutes, atMost }) {
  const { box } = journey
  await box.settle()
  await allow(box, photos, videos * minutes * 60)
  journey.expect(
    /net::ERR_(CONNECTION_\w+|EMPTY_RESPONSE|SOCKET_NOT_CONNECTED|INCOMPLETE_CHUNKED_ENCODING|FAILED)/,
    /409 \(Conflict\).*\/api\/uploads\//, // the box holds more than the phone was told before the link broke
  )
  const folder = mkdtempSync(join(tmpdir(), 'fleetbox-gallery-'))
  try {
    const phone = new Phone(await journey.page(await journey.person('phone'), 'phone'))
    const taken = await takeIn(journey, phone, gallery(folder, photos, videos, minutes))
    await send(journey, phone, taken, atMost)
    await arrived(journey, taken)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function allow(box, photos, seconds) {
  const dealership = await box.manager.ask('GET', '/api/dealership')
  const limits = { photos, video_seconds: Math.min(seconds, 1800), video_total_seconds: seconds + 60 }
  await box.manager.ask('PUT', '/api/dealership', { ...dealership, limits })
}

/** Photos of about 60 KB and videos of 70 kbit/s, each other than all the rest. */
function gallery(folder, photos, videos, minutes) {
  const make = (...args) => execFileSync('ffmpeg', ['-v', 'error', ...args])
  const picture = 'testsrc2=s=1280x960:r=1,noise=alls=12:allf=t'
  make(
    '-f',
    'lavfi',
    '-i',
    picture,
    '-frames:v',
    String(photos),
    '-q:v',
    '14',
    join(folder, 'photo-%03d.jpg'),
  )
  for (let number = 1; number <= videos; number++) {
    const film = `testsrc2=s=320x240:r=5:d=${minutes * 60},hue=h=${number * 40}`
    const small = ['-c:v', 'libx264', '-preset', 'ultrafast', '-b:v', '60k', '-pix_fmt', 'yuv420p']
    make('-f', 'lavfi', '-i', film, ...small, '-movflags', 'faststart', join(folder, `video-${number}.mp4`))
  }
  return readdirSync(folder).map(name => join(folder, name))
}

async function takeIn(journey, phone, files) {
  const { page } = phone
  await journey.step('the pictures are chosen from the gallery', async () => {
    const { pairing } = await journey.box.device('far-corner')
    await phone.pair(`${journey.box.origin}/phone/pair?code=${pairing.code}`)
    await phone.begin(reference, 'mechanics', 'Veloria')
    await phone.goTo('media')
    await page.locator('input[type=file]').first().setInputFiles(files)
    await page.getByText(t('phone.media.kept', { count: files.length })).waitFor({ timeout: 80_000 })
    await journey.look(page, 'gallery taken in', { axe: false, both: false })
  })
  return files.map(path => ({ sum: sha256Of(path), size: statSync(path).size }))
}

async function send(journey, phone, taken, atMost) {
  const { wire } = journey.box
  await phone.goTo('summary')
  await phone.chooseAuthor(`${people.technician.first_name} ${people.technician.last_name}`)
  wire.limit(megabit)
  const breaking = setInterval(() => {
    wire.cut()
    wire.mend()
  }, linkLivesMs)
  const began = Date.now()
  try {
    await phone.finish()
    await within(
      atMost,
      until(async () => {
        const { drafts, parts } = await phone.holds()
        return drafts.length + parts === 0
      }),
    )
  } finally {
    clearInterval(breaking)
  }
  const sum = taken.reduce((all, { size }) => all + size, 0)
  journey.measure('sent over the broken link', Date.now() - began)
  journey.told?.(`${taken.length} files, ${(sum / 1e6).toFixed(1)} MB, ${wire.cuts} cuts`)
  assert.ok(wire.cuts > 0, 'the link broke')
}

async function arrived(journey, taken) {
  const { box } = journey
  await journey.step('each arrived once, byte for byte', async () => {
    const { interventions } = await box.manager.ask('GET', '/api/interventions')
    assert.deepEqual(
      interventions.map(row => row.reference),
      [reference],
    )
    const { media } = await box.manager.ask('GET', `/api/interventions/${interventions[0].id}`)
    assert.deepEqual(
      media.map(({ id }) => sha256Of(originalOf(box, id))).sort(),
      taken.map(({ sum }) => sum).sort(),
    )
  })
}
