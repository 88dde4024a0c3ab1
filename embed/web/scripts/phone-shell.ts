import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** One built file as Vite's manifest describes it. */
interface Chunk {
  file: string
  css?: string[]
  assets?: string[]
  imports?: string[]
  dynamicImports?: string[]
}

type Manifest = Record<string, Chunk>

/** A file of the app; the worker keeps it before it begins, or later. A catalogue says of which language it is. */
export interface ShellEntry {
  url: string
  revision: string | null
  size: number
  later?: true
  language?: string
}

/** Catalogues that the phone does not read. */
const foreign = /locales\/[a-z-]+\/(?!(?:common|phone|media)\.json$)/
/** Alphabets that none of the app's languages is written in. */
const foreignFont = /figtree-(?!latin)/
/** Letters that the app's own texts do not have, but names and places may. */
const rareFont = /figtree-latin-ext/

/**
 * The files that the phone app consists of, and none of the office's: first what its page needs to start, then what
 * it reaches through imports later. Hashed names need no revision; what comes later has no other.
 */
export async function phoneShell(dist: string): Promise<ShellEntry[]> {
  const manifest = JSON.parse(await readFile(join(dist, '.vite/manifest.json'), 'utf8')) as Manifest
  const page = 'phone/index.html'
  const first = reached(manifest, page, chunk => chunk.imports)
  const all = reached(manifest, page, chunk => [...(chunk.imports ?? []), ...(chunk.dynamicImports ?? [])])
  const shell = filesOf(manifest, first).filter(file => !rareFont.test(file))
  const rest = filesOf(manifest, all).filter(file => !shell.includes(file))
  const languages = new Map([...all].map(key => [manifest[key]?.file, languageOf(key)]))
  return Promise.all([
    named(dist, page, '/phone/'),
    named(dist, 'icon.svg'),
    named(dist, 'colour-scheme.js'),
    named(dist, 'phone/manifest.webmanifest'),
    ...shell.map(file => hashed(dist, file)),
    ...rest.map(async file => {
      const language = languages.get(file)
      return { ...(await hashed(dist, file)), later: true as const, ...(language && { language }) }
    }),
  ])
}

/** The chunks that these lead to. */
function reached(
  manifest: Manifest,
  from: string,
  next: (chunk: Chunk) => string[] | undefined,
): Set<string> {
  const seen = new Set<string>()
  const visit = (key: string) => {
    const chunk = manifest[key]
    if (!chunk || seen.has(key) || foreign.test(key)) return
    seen.add(key)
    for (const other of next(chunk) ?? []) visit(other)
  }
  visit(from)
  return seen
}

function filesOf(manifest: Manifest, keys: Set<string>): string[] {
  const files = [...keys].flatMap(key => {
    const { file, css, assets } = manifest[key] as Chunk
    return [file, ...(css ?? []), ...(assets ?? [])]
  })
  return [...new Set(files)].filter(file => !foreignFont.test(file))
}

const languageOf = (key: string) => /locales\/([a-z-]+)\//.exec(key)?.[1]

async function named(dist: string, file: string, url = `/${file}`): Promise<ShellEntry> {
  const bytes = await readFile(join(dist, file))
  const revision = createHash('sha256').update(bytes).digest('hex').slice(0, 16)
  return { url, revision, size: bytes.length }
}

async function hashed(dist: string, file: string): Promise<ShellEntry> {
  return { url: `/${file}`, revision: null, size: (await stat(join(dist, file))).size }
}
