import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Journey } from './support/journey.mjs'

/*
 * Walks the journeys one after the other, each with a box, a mail server and a browser of its own.
 *
 *   npm run journeys                      all of them
 *   npm run journeys first-day languages  some of them
 *
 * BOX is the binary (default: the one that packaging/build makes), CHROMIUM the browser, OUT the folder for pictures,
 * logs and figures, VERBOSE=1 tells every step.
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
const wanted = process.argv.slice(2)
const out = process.env.OUT ?? fileURLToPath(new URL('../../../packaging/out/journeys', import.meta.url))
mkdirSync(out, { recursive: true })

let failed = 0
for (const name of wanted.length > 0 ? wanted : all) {
  const began = Date.now()
  const faults = await walk(name)
  const seconds = ((Date.now() - began) / 1000).toFixed(0)
  console.log(`${faults.length > 0 ? 'failed' : 'passed'}  ${name}  ${seconds} s`)
  for (const fault of faults) console.log(`    ${fault}`)
  if (faults.length > 0) failed++
}
const walked = wanted.length > 0 ? wanted.length : all.length
console.log(`${walked - failed} passed, ${failed} failed`)
process.exit(failed > 0 ? 1 : 0)

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
