import createClient from 'openapi-fetch'
import { Problem } from './problem'
import type { paths } from './schema.gen'

/** The typed client of the box. The office signs in by cookie; a phone adds its token with `api.use`. */
export const api = createClient<paths>({
  baseUrl: typeof location === 'undefined' ? 'http://localhost' : location.origin,
  credentials: 'same-origin',
  headers: { Accept: 'application/json' },
  querySerializer: { array: { style: 'form', explode: false } },
  // Looked up at each call, so that a test or a worker may replace it.
  fetch: request => globalThis.fetch(request),
})

interface Answer<T> {
  data?: T
  error?: unknown
  response: Response
}

/** The answer's data; a refusal and a missing answer both throw a Problem. */
export async function unwrap<T>(pending: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>
  try {
    answer = await pending
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new Problem(0, {})
  }
  if (!answer.response.ok) {
    const body = typeof answer.error === 'object' && answer.error !== null ? answer.error : {}
    throw new Problem(answer.response.status, body as Record<string, unknown>)
  }
  return answer.data as T
}
