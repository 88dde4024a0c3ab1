// Weighs what the box sends until the phone app starts without a network, compressed as it is sent, and fails above
// the budget. The list is the one in the built worker.
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliDecompressSync } from 'node:zlib'

const budget = 250 * 1024
const dist = fileURLToPath(new URL('../dist', import.meta.url))

const worker = brotliDecompressSync(await readFile(join(dist, 'phone/sw.js.br'))).toString()
const list = /\[\{[^[\]]*"url":"\/phone\/"[^[\]]*\]/.exec(worker)?.[0]
if (!list) throw new Error('the worker has no list of files')

const sent = async path => (await stat(join(dist, `${path}.br`)).catch(() => stat(join(dist, path)))).size
const weigh = async files => {
  const sizes = await Promise.all(files.map(({ url }) => sent(url === '/phone/' ? '/phone/index.html' : url)))
  return sizes.reduce((sum, size) => sum + size, 0)
}

const files = JSON.parse(list)
const languages = [...new Set(files.flatMap(file => file.language ?? []))]
const texts = await Promise.all(
  languages.map(wanted => weigh(files.filter(file => file.language === wanted))),
)
const first =
  (await weigh(files.filter(file => !file.later))) + Math.max(...texts) + (await sent('/phone/sw.js'))
const all = (await weigh(files)) + (await sent('/phone/sw.js'))
const kB = bytes => `${Math.round(bytes / 1024)} kB`
console.log(`phone app over the wire: ${kB(first)} until it starts (budget ${kB(budget)}), ${kB(all)} in all`)
if (first > budget) process.exit(1)
