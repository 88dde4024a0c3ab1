import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** For a browser's command line: the names of the box lead to this machine, as multicast DNS does it in a house. */
export const names = '--host-resolver-rules=MAP *.local 127.0.0.1, MAP *.example 127.0.0.1'

/** Where phones open the app of an encrypted box. */
export const byName = box => `https://fleetbox.local:${box.ports.https}`

/** A home for a browser that trusts the box: the certificate is fetched as a phone does, and installed. */
export async function trustingHome(box) {
  const home = mkdtempSync(join(tmpdir(), 'fleetbox-trust-'))
  const answer = await fetch(`http://127.0.0.1:${box.ports.help}/trust/fleetbox.crt`)
  assert.equal(answer.headers.get('content-type'), 'application/x-x509-ca-cert')
  const file = join(home, 'fleetbox.crt')
  writeFileSync(file, Buffer.from(await answer.arrayBuffer()))
  const store = join(home, '.pki/nssdb')
  mkdirSync(store, { recursive: true })
  execFileSync('certutil', ['-d', `sql:${store}`, '-N', '--empty-password'])
  execFileSync('certutil', ['-d', `sql:${store}`, '-A', '-t', 'C,,', '-n', 'box', '-i', file])
  return home
}
