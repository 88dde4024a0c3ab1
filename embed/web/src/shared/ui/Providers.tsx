import { MantineProvider } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { Notifications } from '@mantine/notifications'
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { colourScheme } from '../colours'
import { cssVariablesResolver, theme } from '../theme'

interface Props {
  queryClient: QueryClient
  children: ReactNode
}

/** What the office stands on: theme, colours, messages, the cache of answers. */
export function Providers({ queryClient, children }: Props) {
  // Out of the way of what the hand is doing: below beside a wide page, above on a narrow one.
  const narrow = useMediaQuery('(max-width: 48em)')
  return (
    <QueryClientProvider client={queryClient}>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariablesResolver}
        colorSchemeManager={colourScheme}
        defaultColorScheme="auto"
      >
        <Notifications position={narrow ? 'top-center' : 'bottom-right'} limit={4} autoClose={5000} />
        {children}
      </MantineProvider>
    </QueryClientProvider>
  )
}
