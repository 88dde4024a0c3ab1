import { createHash } from 'node:crypto'
import { boxFor } from '../outbox/box'

interface Upload {
  id: string
  length: number
  sha256: string
  bytes: Uint8Array
  held: number
  done: boolean
}

type Json = Record<string, unknown>

/**
 * A box in memory that keeps the contract of interventions and uploads, with the days that a network has:
 * it can be away, cut a request at a byte, lose an answer, be full, or refuse the device.
 */
export class StubBox {
  interventions = new Map<string, Json>()
  uploads = new Map<string, Upload>()
  requests: string[] = []
  /** The line breaks once this many more bytes of files have arrived; what arrived before counts. */
  cutAfter: number | null = null
  /** The next answer is lost although the box has done what was asked. */
  loseAnswer = false
  /** The answer to the next sending is lost although the mail went out. */
  loseSent = false
  away = false
  revoked = false
  full = false
  /** Flips a bit of the next piece on its way. */
  corrupt = false
  /** What was drawn on media that have arrived. */
  drawings = new Map<string, unknown>()
  /** The code with which drawings are refused. */
  drawingRefused: string | null = null
  /** The code with which an upload is refused, by media. */
  refused = new Map<string, string>()
  /** Every mail that went to a customer, with how many files had arrived by then. */
  mails: { id: string; press: string; media: number }[] = []
  /** The code with which sending is refused. */
  sendRefused: string | null = null
  patchAnswer: (() => Response) | null = null

  readonly box = boxFor({ token: 'token', language: 'en' }, (path, init) => this.fetch(String(path), init))

  /** The bytes of a confirmed media. */
  media(id: string): Uint8Array | null {
    const upload = this.uploads.get(id)
    return upload?.done ? upload.bytes : null
  }

  private async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    if (this.away) throw new TypeError('Failed to fetch')
    this.requests.push(`${init.method ?? 'GET'} ${path}`)
    const response = await this.answer(path, init)
    if (this.loseSent && path.endsWith('/send-directly')) {
      this.loseSent = false
      throw new TypeError('Failed to fetch')
    }
    if (this.loseAnswer) {
      this.loseAnswer = false
      throw new TypeError('Failed to fetch')
    }
    return response
  }

  private async answer(path: string, init: RequestInit): Promise<Response> {
    if (this.revoked) return problem(401, 'device_revoked')
    const headers = new Headers(init.headers)
    if (path === '/api/uploads') return this.create(headers)
    const upload = this.uploads.get(path.replace('/api/uploads/', ''))
    if (path.startsWith('/api/uploads/')) {
      if (!upload) return problem(404, 'not_found')
      return init.method === 'HEAD'
        ? this.head(upload)
        : this.patch(upload, headers, init.body as ArrayBuffer)
    }
    if (path.endsWith('/send-directly')) return this.send(path.split('/').at(-2) ?? '', init)
    if (path.endsWith('/drawing')) return this.draw(path.split('/').at(-2) ?? '', init)
    return this.intervention(path, init)
  }

  private send(id: string, init: RequestInit): Response {
    const file = this.interventions.get(id)
    if (!file) return problem(404, 'not_found')
    const { press_id: press } = JSON.parse(String(init.body))
    if (this.mails.some(mail => mail.press === press)) return json(200, file)
    if (this.sendRefused) return problem(409, this.sendRefused)
    this.mails.push({ id, press, media: [...this.uploads.values()].filter(({ done }) => done).length })
    Object.assign(file, { status: 'sent' })
    return json(200, file)
  }

  private draw(id: string, init: RequestInit): Response {
    if (!this.media(id)) return problem(404, 'not_found')
    if (this.drawingRefused) return problem(409, this.drawingRefused)
    this.drawings.set(id, JSON.parse(String(init.body)).shapes)
    return json(200, {})
  }

  private create(headers: Headers): Response {
    if (this.full) return problem(507, 'disk_full')
    const meta = Object.fromEntries(
      (headers.get('Upload-Metadata') ?? '').split(',').map(pair => {
        const [name = '', value = ''] = pair.split(' ')
        return [name, Buffer.from(value, 'base64').toString()]
      }),
    )
    const id = meta.id ?? ''
    const refused = this.refused.get(id)
    if (refused) return problem(422, refused)
    const length = Number(headers.get('Upload-Length'))
    if (!this.uploads.has(id)) {
      const bytes = new Uint8Array(length)
      this.uploads.set(id, { id, length, sha256: meta.sha256 ?? '', bytes, held: 0, done: false })
    }
    return new Response(null, { status: 201, headers: { Location: `/api/uploads/${id}` } })
  }

  private head(upload: Upload): Response {
    return new Response(null, { status: 200, headers: this.stand(upload) })
  }

  private stand(upload: Upload): Record<string, string> {
    return {
      'Upload-Offset': String(upload.held),
      ...(upload.done ? { 'X-FleetBox-Sha256': upload.sha256, 'X-FleetBox-Media': upload.id } : {}),
    }
  }

  private patch(upload: Upload, headers: Headers, body: ArrayBuffer): Response {
    if (this.full) return problem(507, 'disk_full')
    const bytes = new Uint8Array(body.slice(0))
    if (Number(headers.get('Upload-Offset')) !== upload.held) return problem(409, 'wrong_offset')
    if (this.corrupt) {
      this.corrupt = false
      bytes[0] = (bytes[0] ?? 0) ^ 1
    }
    if (this.cutAfter !== null && this.cutAfter < bytes.length) {
      this.keep(upload, bytes.subarray(0, this.cutAfter))
      this.cutAfter = null
      throw new TypeError('network cut')
    }
    if (this.cutAfter !== null) this.cutAfter -= bytes.length
    if (headers.get('Upload-Checksum') !== `sha256 ${createHash('sha256').update(bytes).digest('base64')}`)
      return problem(460, 'checksum_mismatch')
    this.keep(upload, bytes)
    if (upload.held === upload.length) {
      if (createHash('sha256').update(upload.bytes).digest('hex') !== upload.sha256) {
        this.uploads.delete(upload.id)
        return problem(460, 'checksum_mismatch')
      }
      upload.done = true
    }
    return new Response(null, { status: 204, headers: this.stand(upload) })
  }

  private keep(upload: Upload, bytes: Uint8Array): void {
    upload.bytes.set(bytes, upload.held)
    upload.held += bytes.length
  }

  private intervention(path: string, init: RequestInit): Response {
    const body = init.body ? (JSON.parse(String(init.body)) as Json) : {}
    if (path === '/api/interventions') {
      const id = String(body.id)
      if (!this.interventions.has(id)) this.interventions.set(id, fileOf(body))
      return json(201, this.interventions.get(id) ?? {})
    }
    const current = this.interventions.get(path.replace('/api/interventions/', ''))
    if (!current) return problem(404, 'not_found')
    if (init.method !== 'PATCH') return json(200, current)
    if (this.patchAnswer) {
      const answer = this.patchAnswer()
      this.patchAnswer = null
      return answer
    }
    if (body.version !== current.version) return problem(409, 'changed_meanwhile')
    Object.assign(current, body, { version: Number(current.version) + 1 })
    return json(200, current)
  }
}

function fileOf(body: Json): Json {
  const person = (id: unknown) => (typeof id === 'string' ? { id, name: id } : null)
  return {
    media: [],
    works: [],
    ...body,
    author: person(body.author_id),
    assignee: person(body.assignee_id),
    status: 'pending',
    version: 1,
  }
}

const json = (status: number, body: Json) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } })

export const problem = (status: number, code: string) =>
  json(status, { status, code, detail: `text of ${code}` })
