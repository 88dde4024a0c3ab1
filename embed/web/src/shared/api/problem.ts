export interface FieldError {
  location: string
  message: string
}

/** What the box answers when it refuses, or what stands for it when no answer came. */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  /** Says what to do, in the user's language; empty when the box could not be reached. */
  readonly detail: string
  readonly fields: FieldError[]
  /** The whole answer: some codes carry more, such as the current state of a file. */
  readonly body: Record<string, unknown>

  constructor(status: number, body: Record<string, unknown>) {
    const code = typeof body.code === 'string' ? body.code : status === 0 ? 'unreachable' : 'unknown'
    super(`${status} ${code}`)
    this.name = 'Problem'
    this.status = status
    this.code = code
    this.detail = typeof body.detail === 'string' ? body.detail : ''
    this.fields = Array.isArray(body.errors) ? (body.errors as FieldError[]) : []
    this.body = body
  }

  /** No answer at all: the box is away or the network is. */
  get unreachable(): boolean {
    return this.status === 0
  }

  /** Trying again later may help. */
  get temporary(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500
  }
}

export function isProblem(error: unknown, code?: string): error is Problem {
  return error instanceof Problem && (code === undefined || error.code === code)
}

/** The text of an answer as a Problem, whatever the answer was. */
export async function problemOf(response: Response): Promise<Problem> {
  const text = await response.text().catch(() => '')
  return new Problem(response.status, parse(text))
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
