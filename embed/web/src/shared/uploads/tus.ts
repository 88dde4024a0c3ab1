import { createSHA256, sha256 } from 'hash-wasm'
import { Problem, problemOf } from '../api/problem'

/** Bytes that can be read again from any place: a file, or what a phone has put by in parts. */
export interface Source {
  size: number
  read(start: number, end: number): Promise<Blob>
}

export interface Confirmation {
  /** What the box computed over all bytes; equal to what was announced. */
  sha256: string
  media: string
}

export interface UploadOptions {
  source: Source
  /** Keys and values of Upload-Metadata; `sha256` is added. */
  metadata: Record<string, string>
  /** The hex sum of the whole source, when it is known already. */
  sha256?: string
  /** The address of an upload begun earlier, to go on where it stopped. */
  uploadUrl?: string
  endpoint?: string
  partSize?: number
  /** Read again before every request, so that a renewed token is used. */
  headers?: () => Record<string, string>
  signal?: AbortSignal
  /** The address to keep for going on later; `null` when an earlier one is no longer good. */
  onUrl?: (url: string | null) => void
  onHashed?: (sha256: string) => void
  onProgress?: (sent: number, total: number) => void
  /** Told before each pause: what went wrong, and for how long nothing will be tried. */
  onTrouble?: (problem: Problem, pause: number) => void
  /** How many failures in a row, without a byte in between, end the upload. */
  maxAttempts?: number
  /** The pauses between tries in milliseconds; the last one repeats. */
  pauses?: readonly number[]
}

const version = '1.0.0'
const megabyte = 1024 * 1024
const defaultPauses = [500, 1_000, 2_000, 5_000, 10_000, 30_000] as const
const mostNewBeginnings = 3

/** A file of the browser as a source. */
export function fileSource(file: Blob): Source {
  return { size: file.size, read: async (start, end) => file.slice(start, end) }
}

/** The SHA-256 of a whole source as hex, read part by part so that a long video never lies in memory whole. */
export async function sha256Of(
  source: Source,
  onProgress?: (hashed: number, total: number) => void,
  signal?: AbortSignal,
): Promise<string> {
  const sum = await createSHA256()
  for (let start = 0; start < source.size; start += 4 * megabyte) {
    signal?.throwIfAborted()
    const end = Math.min(start + 4 * megabyte, source.size)
    sum.update(await bytesOf(await source.read(start, end)))
    onProgress?.(end, source.size)
  }
  return sum.digest('hex')
}

/**
 * Sends a source to the box and returns once the box has confirmed the sum of all its bytes. Only then may the
 * caller forget the source. What may pass (no network, a busy upload, a box in trouble) is tried again after
 * growing pauses, going on from the byte that the box has; what cannot pass is thrown as a Problem.
 */
export async function upload(options: UploadOptions): Promise<Confirmation> {
  const { source, signal } = options
  const sum = options.sha256 ?? (await sha256Of(source, undefined, signal))
  options.onHashed?.(sum)
  return new Run(options, sum).untilConfirmed()
}

/** Ends an upload that is no longer wanted. */
export async function discardUpload(url: string, headers: Record<string, string> = {}): Promise<void> {
  const response = await fetch(url, { method: 'DELETE', headers: { 'Tus-Resumable': version, ...headers } })
  if (response.ok || response.status === 404 || response.status === 410) return
  throw await problemOf(response)
}

/** Thrown inside a run when the upload's address is dead and a new one must be asked for. */
class BeginAgain extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.message)
    this.problem = problem
  }
}

class Run {
  private readonly options: UploadOptions
  private readonly sum: string
  private readonly partSize: number
  private url: string | undefined
  private failures = 0
  private beginnings = 0
  private furthest = 0

  constructor(options: UploadOptions, sum: string) {
    this.options = options
    this.sum = sum
    this.partSize = options.partSize ?? 4 * megabyte
    this.url = options.uploadUrl
  }

  async untilConfirmed(): Promise<Confirmation> {
    for (;;) {
      this.options.signal?.throwIfAborted()
      try {
        return await this.attempt()
      } catch (error) {
        await this.recover(error)
      }
    }
  }

  private async attempt(): Promise<Confirmation> {
    if (!this.url) this.url = await this.create(this.options)
    let state = await this.head(this.url)
    while (!state.confirmed) {
      this.progress(state.offset)
      if (state.offset >= this.options.source.size) throw new Problem(409, { code: 'not_confirmed' })
      state = await this.patch(this.url, state.offset)
    }
    this.progress(this.options.source.size)
    return this.checked(state.confirmed)
  }

  private async create({ source, metadata, endpoint = '/api/uploads' }: UploadOptions): Promise<string> {
    const response = await this.request(endpoint, {
      method: 'POST',
      headers: {
        'Upload-Length': String(source.size),
        'Upload-Metadata': encodeMetadata({ ...metadata, sha256: this.sum }),
      },
    })
    const location = response.headers.get('Location')
    if (!location) throw new Problem(502, { code: 'no_location' })
    // The box names a path; a proxy in between must not change the host that we talk to.
    const url = new URL(location, response.url || undefined)
    const address = response.url ? new URL(url.pathname + url.search, response.url).href : url.href
    this.options.onUrl?.(address)
    return address
  }

  private async head(url: string): Promise<State> {
    return stateOf(await this.request(url, { method: 'HEAD' }))
  }

  private async patch(url: string, offset: number): Promise<State> {
    const end = Math.min(offset + this.partSize, this.options.source.size)
    const part = await this.options.source.read(offset, end)
    const response = await this.request(url, {
      method: 'PATCH',
      headers: {
        'Content-Type': 'application/offset+octet-stream',
        'Upload-Offset': String(offset),
        'Upload-Checksum': `sha256 ${base64OfHex(await sha256(await bytesOf(part)))}`,
      },
      body: part,
    })
    return stateOf(response)
  }

  private async request(url: string, init: RequestInit): Promise<Response> {
    const headers = { 'Tus-Resumable': version, ...this.options.headers?.(), ...init.headers }
    let response: Response
    try {
      response = await fetch(url, { ...init, headers, signal: this.options.signal, cache: 'no-store' })
    } catch (cause) {
      this.options.signal?.throwIfAborted()
      throw cause instanceof TypeError ? new Problem(0, {}) : cause
    }
    if (response.ok) return response
    const problem = await problemOf(response)
    if (init.method !== 'POST' && [404, 410, 460].includes(response.status)) throw new BeginAgain(problem)
    throw problem
  }

  /** Returns when another attempt makes sense; throws what ends the upload. */
  private async recover(error: unknown): Promise<void> {
    this.options.signal?.throwIfAborted()
    if (error instanceof BeginAgain) {
      if (error.problem.status !== 460 || this.beginnings > 0) this.forgetUrl(error.problem)
      this.beginnings++
      return
    }
    if (!(error instanceof Problem) || !passes(error)) throw error
    this.failures++
    if (this.failures >= (this.options.maxAttempts ?? Number.POSITIVE_INFINITY)) throw error
    const pauses = this.options.pauses ?? defaultPauses
    const pause = pauses[Math.min(this.failures, pauses.length) - 1] ?? 0
    this.options.onTrouble?.(error, pause)
    await sleep(pause, this.options.signal)
  }

  private forgetUrl(problem: Problem): void {
    if (this.beginnings >= mostNewBeginnings) throw problem
    this.url = undefined
    this.furthest = 0
    this.options.onUrl?.(null)
  }

  private progress(offset: number): void {
    if (offset > this.furthest) this.failures = 0
    this.furthest = Math.max(this.furthest, offset)
    this.options.onProgress?.(offset, this.options.source.size)
  }

  private checked(confirmation: Confirmation): Confirmation {
    if (confirmation.sha256 === this.sum) return confirmation
    throw new Problem(460, { code: 'checksum_mismatch' })
  }
}

interface State {
  offset: number
  confirmed: Confirmation | null
}

function stateOf(response: Response): State {
  const sha256 = response.headers.get('X-FleetBox-Sha256')
  const media = response.headers.get('X-FleetBox-Media')
  return {
    offset: Number(response.headers.get('Upload-Offset') ?? 0),
    confirmed: sha256 && media ? { sha256: sha256.toLowerCase(), media } : null,
  }
}

/** Held by another request, out of step, too many, or the box in trouble: worth another try. */
function passes(problem: Problem): boolean {
  return problem.temporary || [408, 409, 423].includes(problem.status)
}

function encodeMetadata(metadata: Record<string, string>): string {
  return Object.entries(metadata)
    .map(([key, value]) => `${key} ${base64(new TextEncoder().encode(value))}`)
    .join(',')
}

function base64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(''))
}

function base64OfHex(hex: string): string {
  return base64(Uint8Array.from(hex.match(/../g) ?? [], pair => Number.parseInt(pair, 16)))
}

async function bytesOf(blob: Blob): Promise<Uint8Array> {
  return new Uint8Array(await blob.arrayBuffer())
}

/** Waits, but no longer than until the network is back or the caller gives up. */
async function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted()
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer)
      globalThis.removeEventListener?.('online', end)
      signal?.removeEventListener('abort', end)
      if (signal?.aborted) reject(signal.reason)
      else resolve()
    }
    const timer = setTimeout(end, milliseconds)
    globalThis.addEventListener?.('online', end)
    signal?.addEventListener('abort', end)
  })
}
