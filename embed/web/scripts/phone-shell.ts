import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** One built file as Vite's manifest describes it. */
interface Chunk {
  file: string
  css?: string[]
  assets?: string[]
  imports?: string[]
  dynamicImports?: string[]
}

export interface ShellEntry {
  url: string
  revision: string | null
  size: number
}

/** Catalogues that the phone does not read. */
const foreign = /locales\/[a-z-]+\/(?!(?:common|phone|media)\.json$)/
/** Alphabets that none of the app's languages is written in. */
const foreignFont = /figtree-(?!latin)/

/**
 * The files that the phone app consists of, and none of the office's: what its page reaches through imports,
 * now or later. Hashed names need no revision.
 */
export async function phoneShell(dist: string): Promise<ShellEntry[]> {
  const manifest = JSON.parse(await readFile(join(dist, '.vite/manifest.json'), 'utf8')) as Record<
    string,
    Chunk
  >
  const files = new Set<string>()
  const seen = new Set<string>()
  const visit = (key: string) => {
    const chunk = manifest[key]
    if (!chunk || seen.has(key) || foreign.test(key)) return
    seen.add(key)
    for (const file of [chunk.file, ...(chunk.css ?? []), ...(chunk.assets ?? [])]) files.add(file)
    for (const next of [...(chunk.imports ?? []), ...(chunk.dynamicImports ?? [])]) visit(next)
  }
  visit('phone/index.html')
  const hashed = [...files]
    .filter(file => !foreignFont.test(file))
    .map(file => entryOf(dist, file, `/${file}`, true))
  const named = [
    entryOf(dist, 'phone/index.html', '/phone/', false),
    entryOf(dist, 'icon.svg', '/icon.svg', false),
    entryOf(dist, 'colour-scheme.js', '/colour-scheme.js', false),
    entryOf(dist, 'phone/manifest.webmanifest', '/phone/manifest.webmanifest', false),
  ]
  return Promise.all([...named, ...hashed])
}

async function entryOf(dist: string, file: string, url: string, hashed: boolean): Promise<ShellEntry> {
  const bytes = await readFile(join(dist, file))
  const revision = hashed ? null : createHash('sha256').update(bytes).digest('hex').slice(0, 16)
  return { url, revision, size: bytes.length }
}
