// Puts a .br and a .gz in the place of every larger text file of the build, so that the box serves them without
// compressing anything at run time and the binary carries nothing thrice. Pages stay: the build is known by them.
import { readdir, readFile, unlink, writeFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const dist = fileURLToPath(new URL('../dist', import.meta.url))
const kinds = new Set(['.js', '.css', '.html', '.json', '.svg', '.webmanifest', '.wasm', '.txt'])
const smallest = 1024

const brotli = promisify(brotliCompress)
const deflate = promisify(gzip)

const entries = await readdir(dist, { recursive: true, withFileTypes: true })
const paths = entries
  .filter(entry => entry.isFile() && kinds.has(extname(entry.name)))
  .map(entry => join(entry.parentPath ?? entry.path, entry.name))

let before = 0
let after = 0
for (const path of paths) {
  const bytes = await readFile(path)
  if (bytes.length < smallest) continue
  const [br, gz] = await Promise.all([
    brotli(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
    deflate(bytes, { level: 9 }),
  ])
  await Promise.all([writeFile(`${path}.br`, br), writeFile(`${path}.gz`, gz)])
  if (extname(path) !== '.html') await unlink(path)
  before += bytes.length
  after += br.length
}
console.log(
  `compressed ${paths.length} files: ${Math.round(before / 1024)} kB → ${Math.round(after / 1024)} kB`,
)
