import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { cameraFilm } from './support/camera.mjs'
import { Journey } from './support/journey.mjs'

/*
 * Walks the journeys, each with a box, a mail server and a browser of its own.
 *
 *   npm run journeys                      all of them
 *   npm run journeys first-day languages  some of them
 *
 * BOX is the binary (default: the one that packaging/build makes), CHROMIUM the browser, OUT the folder for pictures,
 * logs and figures, LANES how many are walked side by side, VERBOSE=1 tells every step.
 */
const all = [
  'first-day',
  'phone-looks',
  'bad-network',
  'hasty-hands',
  'no-script',
  'two-advisors',
  'measured-values',
  'office-file',
  'office-tools',
  'office-sales',
  'phone-sales',
  'demonstration',
  'drawing',
  'lost-box',
  'bad-days',
  'phone-bad-days',
  'killed-phone',
  'new-version',
  'short-link',
  'scanning',
  'languages',
  'trusted',
]
const asked = process.argv.slice(2)
const wanted = asked.length > 0 ? asked : all
const out = process.env.OUT ?? fileURLToPath(new URL('../../../packaging/out/journeys', import.meta.url))
mkdirSync(out, { recursive: true })

const failed = wanted.length === 1 ? await alone(wanted[0]) : await inLanes([...wanted])
if (wanted.length > 1) console.log(`${wanted.length - failed} passed, ${failed} failed`)
process.exit(failed > 0 ? 1 : 0)

/** Walks one journey; answers how many have failed. */
async function alone(name) {
  const began = Date.now()
  const faults = await walk(name)
  const seconds = ((Date.now() - began) / 1000).toFixed(0)
  console.log(`${faults.length > 0 ? 'failed' : 'passed'}  ${name}  ${seconds} s`)
  for (const fault of faults) console.log(`    ${fault}`)
  return faults.length > 0 ? 1 : 0
}

/** Walks each in a process of its own, as many side by side as there are lanes: none waits for what another computes. */
async function inLanes(left) {
  cameraFilm(out)
  let failed = 0
  const lane = async () => {
    for (let name = left.shift(); name; name = left.shift()) {
      const walking = spawn(process.execPath, [fileURLToPath(import.meta.url), name], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      const [said, [status]] = await Promise.all([text(walking.stdout), once(walking, 'exit')])
      process.stdout.write(said)
      if (status !== 0) failed++
    }
  }
  await Promise.all(Array.from({ length: Number(process.env.LANES ?? 1) }, lane))
  return failed
}

/** What was wrong on a journey; nothing when it went well. */
async function walk(name) {
  const journey = new Journey(name, out)
  if (process.env.VERBOSE) journey.told = text => console.log(`        ${text}`)
  try {
    const { default: story, ...wishes } = await import(`./${name}.mjs`)
    await journey.begin(wishes)
    await story(journey)
  } catch (error) {
    journey.faults.push(error.message)
  } finally {
    await journey.end()
  }
  const figures = Object.entries(journey.figures).map(([what, figure]) => `${what} ${figure}`)
  if (figures.length > 0) console.log(`        ${figures.join(', ')}`)
  return journey.faults
}
