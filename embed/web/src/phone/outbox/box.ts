import { Problem, problemOf } from '../../shared/api/problem'
import { appVersion } from '../version'

/** How the phone speaks to its box: with its token, in the language of the app, never through a cache. */
export interface Box {
  /** With which it is asked: what it answers is about this pairing, and no newer one. */
  readonly token: string
  /** The answer, whatever its status; a Problem with status 0 when none came. */
  fetch(path: string, init?: RequestInit & { timeoutMs?: number }): Promise<Response>
  /** The JSON of a successful answer; every other answer is thrown as Problem. */
  json<T>(method: string, path: string, body?: unknown): Promise<T>
}

export interface BoxKeys {
  token: string
  language: string
}

const JSON_TIMEOUT_MS = 20_000

/** A box that answers to this device's token; get is the fetch to use, the browser's own unless told. */
export function boxFor(keys: BoxKeys, get: typeof fetch = (...args) => fetch(...args)): Box {
  const headers = {
    Authorization: `Bearer ${keys.token}`,
    'Accept-Language': keys.language,
    'X-FleetBox-App': appVersion,
  }
  const send: Box['fetch'] = async (path, { timeoutMs = JSON_TIMEOUT_MS, ...init } = {}) => {
    try {
      return await get(path, {
        cache: 'no-store',
        credentials: 'omit',
        // A hotel's or a guest network's sign-in page must not pass for the box.
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
        ...init,
        headers: { ...headers, ...init.headers },
      })
    } catch {
      throw new Problem(0, {})
    }
  }
  return {
    token: keys.token,
    fetch: send,
    json: async (method, path, body) => {
      const init: RequestInit = { method }
      if (body !== undefined) {
        init.body = JSON.stringify(body)
        init.headers = { 'Content-Type': 'application/json' }
      }
      return jsonOf(await send(path, init))
    },
  }
}

/** A phone asks before it has a token: only pairing is allowed then. */
export async function askOpenly<T>(path: string, body: unknown, language: string): Promise<T> {
  const box = boxFor({ token: '', language })
  const response = await box.fetch(path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'Content-Type': 'application/json', Authorization: '' },
  })
  return jsonOf(response)
}

async function jsonOf<T>(response: Response): Promise<T> {
  if (!response.ok) throw await problemOf(response)
  if (response.status === 204) return undefined as T
  try {
    return (await response.json()) as T
  } catch {
    throw new Problem(0, {}) // something between phone and box has answered in its place
  }
}
