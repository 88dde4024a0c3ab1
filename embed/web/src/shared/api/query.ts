import { QueryClient } from '@tanstack/react-query'
import { isProblem } from './problem'

/** Refusals are final; what may be a passing trouble is tried twice more. */
function retry(count: number, error: unknown): boolean {
  return count < 2 && (!isProblem(error) || error.temporary)
}

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { retry, staleTime: 15_000, gcTime: 10 * 60_000, networkMode: 'always' },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
}
