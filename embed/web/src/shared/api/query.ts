import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { isProblem } from './problem'

/** Refusals are final; what may be a passing trouble is tried twice more. */
function retry(count: number, error: unknown): boolean {
  return count < 2 && (!isProblem(error) || error.temporary)
}

/** The cache of answers. onError hears of every refusal, such as a session that has ended. */
export function makeQueryClient(onError?: (error: unknown) => void): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: { retry, staleTime: 15_000, gcTime: 10 * 60_000, networkMode: 'always' },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
}
