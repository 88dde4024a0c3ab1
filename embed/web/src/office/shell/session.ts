import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { createContext, useContext, useMemo } from 'react'
import { api, unwrap } from '../../shared/api/client'
import { isProblem } from '../../shared/api/problem'
import type { Right, Session } from '../../shared/api/types'
import type { Formats } from '../../shared/format'
import { useT } from '../../shared/i18n'
import { claimTab } from './tab'

export const sessionKey = ['session'] as const

/** Who is signed in; null when nobody is. */
export async function loadSession(): Promise<Session | null> {
  try {
    return await unwrap(api.GET('/api/session'))
  } catch (error) {
    if (isProblem(error) && error.status === 401) return null
    throw error
  }
}

export function useSessionQuery() {
  return useQuery({
    queryKey: sessionKey,
    queryFn: async ({ client }) => {
      const session = await loadSession()
      if (session) enter(client, session)
      return session
    },
    staleTime: 60_000,
  })
}

/** Replaces what is known about the session, after signing in or out. */
export function useSetSession(): (session: Session | null) => void {
  const queryClient = useQueryClient()
  return session => {
    enter(queryClient, session)
    queryClient.setQueryData(sessionKey, session)
  }
}

/** What another user was told, has typed or has chosen here is dropped; another tab may have signed them out. */
function enter(queryClient: QueryClient, session: Session | null): void {
  const before = queryClient.getQueryData<Session | null>(sessionKey)
  if (before?.user.id !== session?.user.id) {
    queryClient.removeQueries({ predicate: query => query.queryKey[0] !== sessionKey[0] })
  }
  if (session) claimTab(sessionStorage, session.user.id)
}

export const SessionContext = createContext<Session | null>(null)

/** The session of the signed-in user. Only for views below the sign-in. */
export function useSession(): Session {
  const session = useContext(SessionContext)
  if (!session) throw new Error('nobody is signed in')
  return session
}

export function useRight(right: Right): boolean {
  return useSession().rights.includes(right)
}

/** How this user reads money and dates: own language, the dealership's clock and currency. */
export function useFormats(): Formats {
  const { dealership } = useSession()
  const { language } = useT()
  return useMemo(
    () => ({ language, timeZone: dealership.time_zone, currency: dealership.currency }),
    [language, dealership.time_zone, dealership.currency],
  )
}

/** The name of a brand, also of one that is no longer sold. */
export function useBrandOf(): (id: string) => { name: string; color: string } {
  const { dealership } = useSession()
  return id =>
    [...dealership.brands, ...dealership.retired_brands].find(brand => brand.id === id) ?? {
      name: id,
      color: '#66726f',
    }
}
