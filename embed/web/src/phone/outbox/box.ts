import { Problem, problemOf } from '../../shared/api/problem'
import { appVersion } from '../version'
import { ways as shared, Ways } from './ways'

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
  /** Other addresses under which the box may be found. */
  origins?: readonly string[]
}

const JSON_TIMEOUT_MS = 20_000

/** A box that answers to this device's token; get is the fetch to use, the browser's own unless told. */
export function boxFor(keys: BoxKeys, get?: typeof fetch): Box {
  return boxBy(keys, get ? new Ways(get) : shared, get)
}

/** The same, asked at the address under which ways last found it. */
export function boxBy(keys: BoxKeys, ways: Ways, get: typeof fetch = (...args) => fetch(...args)): Box {
  const headers = {
    Authorization: `Bearer ${keys.token}`,
    'Accept-Language': keys.language,
    'X-FleetBox-App': appVersion,
  }
  const send: Box['fetch'] = async (path, init = {}) => {
    const answer = await tryOnce(path, init)
    if (answer) return answer
    const moved = await ways.find(keys.origins ?? [], keys.token)
    // What changes something is not sent twice in one breath: whoever asked tries again.
    const again = moved && (init.method ?? 'GET') === 'GET' ? await tryOnce(path, init) : null
    if (again) return again
    throw new Problem(0, {})
  }
  const tryOnce = async (
    path: string,
    { timeoutMs = JSON_TIMEOUT_MS, ...init }: RequestInit & { timeoutMs?: number },
  ): Promise<Response | null> => {
    try {
      return await get(ways.current + path, {
        cache: 'no-store',
        credentials: 'omit',
        // A hotel's or a guest network's sign-in page must not pass for the box.
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
        ...init,
        headers: { ...headers, ...init.headers },
      })
    } catch {
      return null
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

/** The JSON of a successful answer; every other answer is thrown as Problem. */
export async function jsonOf<T>(response: Response): Promise<T> {
  if (!response.ok) throw await problemOf(response)
  if (response.status === 204) return undefined as T
  try {
    return (await response.json()) as T
  } catch {
    throw new Problem(0, {}) // something between phone and box has answered in its place
  }
}
