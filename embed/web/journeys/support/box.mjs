import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { MailServer } from './mail.mjs'
import { Wire } from './wire.mjs'
import { within } from './within.mjs'

const binary = process.env.BOX ?? fileURLToPath(new URL('../../../../fleetbox', import.meta.url))

export const password = 'Bremsbelag-27-mm'
export const people = {
  manager: { first_name: 'Mara', last_name: 'Keller', email: 'mara@example.test', password },
  advisor: { first_name: 'Ines', last_name: 'Berger', email: 'ines@example.test', password },
  colleague: { first_name: 'Paul', last_name: 'Weiss', email: 'paul@example.test', password },
  technician: { first_name: 'Tom', last_name: 'Fischer' },
}
export const brands = [
  { name: 'Veloria', color: '#8a1538' },
  { name: 'Nordvik', color: '#1c4f9c' },
]

/** Ended with the journeys, also when one is broken off. */
const running = new Set()
process.on('exit', () => {
  for (const box of running) box.kill('SIGKILL')
})

/** A work with a price in cents. */
export function work(label, urgency, unit_price) {
  return {
    id: crypto.randomUUID(),
    category: '',
    checklist_line: null,
    label,
    urgency,
    unit_price,
    price_includes_vat: true,
    vat_bp: 1900,
    quantity: 1000,
    discount: { kind: 'none', value: 0 },
    note: '',
    media_ids: [],
  }
}

/** A real box with a fresh data folder, a real mail server beside it, and a wire that can be cut. */
export class Box {
  static async start(folder, { encrypted = false, demonstration = false } = {}) {
    const box = new Box()
    if (encrypted) box.ports = { https: await freePort(), help: await freePort() }
    box.folder = folder
    mkdirSync(folder, { recursive: true })
    box.data = mkdtempSync(join(tmpdir(), 'fleetbox-journey-'))
    box.mail = await MailServer.start()
    box.port = await freePort()
    box.wire = await Wire.to(box.port)
    box.origin = `http://127.0.0.1:${box.wire.port}`
    if (demonstration) {
      box.demonstrate()
      await box.resume()
    } else {
      await box.run()
    }
    return box
  }

  /** Starts the binary and waits until it answers; a new box also says where its first manager is made. */
  async run(sign = /(\/setup\?code=\S+)\n/) {
    const log = createWriteStream(join(this.folder, 'box.log'), { flags: 'a' })
    const listen = this.ports ? [] : ['--listen', `127.0.0.1:${this.port}`]
    this.process = spawn(binary, ['serve', ...listen, '--data', this.data], {
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...this.#settings() },
    })
    running.add(this.process)
    this.process.stderr.pipe(log)
    this.process.stdout.pipe(log)
    const ready = new Promise((resolve, reject) => {
      let said = ''
      this.process.stdout.on('data', bytes => {
        said += bytes
        const found = said.match(sign)
        if (found) resolve(found[1])
      })
      this.process.once('exit', code =>
        reject(new Error(`the box ended with ${code}: see ${this.folder}/box.log`)),
      )
    })
    const path = await within(20_000, ready)
    this.setupPath ??= path
  }

  /** Fills the data folder as packaging/start does, and learns the logins by role; mails stay in the box. */
  demonstrate() {
    this.catches = true
    const said = execFileSync(binary, ['demo', '--data', this.data], { encoding: 'utf8' })
    this.logins = Object.fromEntries(
      [...said.matchAll(/^(\S+@\S+) (\S+) (\w+)$/gm)].map(([, email, word, role]) => [
        role,
        { email, password: word },
      ]),
    )
  }

  /** Stops it, and all that stands beside it. */
  async stop() {
    if (this.process.exitCode === null && this.process.signalCode === null) await this.rest()
    await Promise.all([this.wire.stop(), this.mail.stop()])
    rmSync(this.data, { recursive: true, force: true })
  }

  /** Starts it again after a rest. */
  async resume() {
    await this.run(/answers at (\S+)\n/)
  }

  /** Stops it as a service manager does. What stands beside it goes on. */
  async rest() {
    this.process.removeAllListeners('exit')
    this.process.kill('SIGTERM')
    await within(60_000, once(this.process, 'exit')) // what it is at is finished first
    running.delete(this.process)
  }

  #settings() {
    return {
      ...(this.ports && {
        FLEETBOX_SERVER_LISTEN: `127.0.0.1:${this.port}`,
        FLEETBOX_SERVER_HTTPS_LISTEN: `127.0.0.1:${this.ports.https}`,
        FLEETBOX_SERVER_HELP_LISTEN: `127.0.0.1:${this.ports.help}`,
      }),
      FLEETBOX_SERVER_PUBLIC_URL: this.origin,
      ...(this.catches
        ? { FLEETBOX_MAIL_CATCH: 'true' }
        : {
            FLEETBOX_MAIL_HOST: '127.0.0.1',
            FLEETBOX_MAIL_PORT: String(this.mail.port),
            FLEETBOX_MAIL_ENCRYPTION: 'none',
            FLEETBOX_MAIL_FROM: 'service@example.test',
          }),
    }
  }

  /** A dealership with its people, for journeys that are not about the first day. */
  async settle(language = 'en') {
    const code = await this.setupCode()
    const dealership = { name: 'Autohaus Keller', language, time_zone: 'Europe/Berlin', currency: 'EUR' }
    this.manager = new Caller(this)
    await this.manager.ask('POST', '/api/setup', { code, dealership, brands, manager: people.manager })
    for (const [name, role] of [
      ['advisor', 'back_office'],
      ['colleague', 'back_office'],
      ['technician', 'technician'],
    ]) {
      await this.manager.ask('POST', '/api/users', { phone: '', language, ...people[name], roles: [role] })
    }
    this.brands = (await this.manager.ask('GET', '/api/dealership')).brands
  }

  async setupCode() {
    return new URL(this.setupPath, this.origin).searchParams.get('code')
  }

  /** A pairing for one more phone. */
  async device(name) {
    return await this.manager.ask('POST', '/api/devices', { name, app: 'fleetbox' })
  }

  /** A file that could be sent: two priced works and a customer. */
  async file(reference, change = {}) {
    const made = await this.manager.ask('POST', '/api/interventions', {
      mode: 'after_sales',
      module: 'mechanics',
      brand: this.brands[0].id,
      reference,
      works: [work('Front brake pads', 'urgent', 28_900), work('Wiper blades', 'advised', 3_990)],
      customer: {
        title: 'mr',
        first_name: 'Jon',
        last_name: 'Doe',
        company: '',
        language: 'en',
        email: 'jon@example.test',
        phone: '',
        address: '',
        kind: 'owner',
      },
      message: 'Your car has been checked.',
      ...change,
    })
    return made
  }

  /** Sends a file's picture as a phone would. */
  async photo(intervention, path) {
    const bytes = readFileSync(path)
    const facts = {
      intervention,
      id: crypto.randomUUID(),
      kind: 'photo',
      purpose: 'customer',
      public: 'true',
      filename: 'photo.jpg',
      sha256: createHash('sha256').update(bytes).digest('hex'),
      position: '0',
    }
    const metadata = Object.entries(facts).map(
      ([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`,
    )
    const tus = { 'Tus-Resumable': '1.0.0' }
    const made = await this.manager.fetch('POST', '/api/uploads', {
      headers: { ...tus, 'Upload-Length': String(bytes.length), 'Upload-Metadata': metadata.join(',') },
    })
    await this.manager.fetch('PATCH', new URL(made.headers.get('Location'), this.origin).pathname, {
      headers: { ...tus, 'Upload-Offset': '0', 'Content-Type': 'application/offset+octet-stream' },
      body: bytes,
    })
  }
}

/** Somebody who is signed in and speaks to the box without a browser. */
export class Caller {
  #cookie = ''

  constructor(box) {
    this.origin = `http://127.0.0.1:${box.port}`
  }

  async fetch(method, path, { headers = {}, body } = {}) {
    const answer = await fetch(this.origin + path, {
      method,
      body,
      headers: { ...headers, Cookie: this.#cookie },
    })
    const cookies = answer.headers.getSetCookie().map(cookie => cookie.split(';')[0])
    if (cookies.length > 0) this.#cookie = cookies.join('; ')
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return answer
  }

  async ask(method, path, body) {
    const answer = await this.fetch(method, path, {
      headers: { 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    return answer.status === 204 ? undefined : await answer.json()
  }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  await new Promise(resolve => server.close(resolve))
  return port
}
