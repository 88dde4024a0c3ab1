import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

interface Held {
  length: number
  bytes: Buffer
  sha256: string
  media: string
}

type Fault = (request: IncomingMessage, response: ServerResponse, box: TusBox) => boolean

/** A small box that speaks the upload protocol, and can be told to misbehave. */
export class TusBox {
  readonly uploads = new Map<string, Held>()
  readonly requests: string[] = []
  /** Asked before each request; answers true when it has dealt with it. */
  fault: Fault | null = null
  /** Keeps only so many bytes of the next part, as if the line had been cut. */
  cutAfter: number | null = null
  private readonly server: Server

  constructor() {
    this.server = createServer((request, response) => void this.handle(request, response))
  }

  async start(): Promise<string> {
    await new Promise<void>(done => this.server.listen(0, '127.0.0.1', done))
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/api/uploads`
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise(done => this.server.close(done))
  }

  private async handle(request: IncomingMessage, response: ServerResponse) {
    this.requests.push(request.method ?? '')
    const body = await read(request)
    if (this.fault?.(request, response, this)) return
    if (request.method === 'POST') return this.create(request, response)
    const id = request.url?.split('/').at(-1) ?? ''
    const held = this.uploads.get(id)
    if (!held) return answer(response, 404)
    if (request.method === 'HEAD') return answer(response, 200, headersOf(held))
    if (request.method === 'PATCH') return this.patch(id, held, body, request, response)
    answer(response, 405)
  }

  private create(request: IncomingMessage, response: ServerResponse) {
    const metadata = Object.fromEntries(
      String(request.headers['upload-metadata'])
        .split(',')
        .map(pair => pair.split(' '))
        .map(([key, value]) => [key, Buffer.from(value ?? '', 'base64').toString()]),
    )
    const id = `u-${metadata.id}`
    if (!this.uploads.has(id)) {
      this.uploads.set(id, {
        length: Number(request.headers['upload-length']),
        bytes: Buffer.alloc(0),
        sha256: metadata.sha256 ?? '',
        media: metadata.id ?? '',
      })
    }
    answer(response, 201, { Location: `/api/uploads/${id}` })
  }

  private patch(id: string, held: Held, body: Buffer, request: IncomingMessage, response: ServerResponse) {
    if (Number(request.headers['upload-offset']) !== held.bytes.length) return answer(response, 409)
    if (this.cutAfter !== null) {
      held.bytes = Buffer.concat([held.bytes, body.subarray(0, this.cutAfter)])
      this.cutAfter = null
      return response.destroy()
    }
    const declared = String(request.headers['upload-checksum'] ?? '').split(' ')[1]
    if (declared && declared !== createHash('sha256').update(body).digest('base64'))
      return answer(response, 460)
    held.bytes = Buffer.concat([held.bytes, body])
    if (held.bytes.length === held.length && sum(held.bytes) !== held.sha256) {
      this.uploads.delete(id)
      return answer(response, 460, {}, { code: 'checksum_mismatch' })
    }
    answer(response, 204, headersOf(held))
  }
}

export function sum(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function headersOf(held: Held): Record<string, string> {
  const headers: Record<string, string> = { 'Upload-Offset': String(held.bytes.length) }
  if (held.bytes.length < held.length) return headers
  return { ...headers, 'X-FleetBox-Sha256': sum(held.bytes), 'X-FleetBox-Media': held.media }
}

export function answer(response: ServerResponse, status: number, headers = {}, body?: unknown) {
  response.writeHead(status, headers)
  response.end(body === undefined ? undefined : JSON.stringify(body))
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts)
}
