// Makes src/shared/api/schema.gen.ts from the document that the box describes itself with.
// With --check nothing is written: the exit status tells whether the file is up to date.
import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import openapiTS, { astToString } from 'openapi-typescript'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const target = fileURLToPath(new URL('../src/shared/api/schema.gen.ts', import.meta.url))

const { stdout } = await promisify(execFile)('go', ['run', './app/fleetbox', 'openapi'], {
  cwd: root,
  maxBuffer: 64 * 1024 * 1024,
})
const head = '// Made by `npm run api` from the OpenAPI document of the box. Not edited by hand.\n\n'
const text = head + astToString(await openapiTS(JSON.parse(stdout)))

if (process.argv.includes('--check')) {
  const current = await readFile(target, 'utf8').catch(() => '')
  if (current !== text) {
    console.error('schema.gen.ts differs from the box: run `npm run api`')
    process.exit(1)
  }
} else {
  await writeFile(target, text)
}
