import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { colourScheme } from '../colours'
import { cssVariablesResolver, theme } from '../theme'

interface Props {
  queryClient: QueryClient
  children: ReactNode
  /** Where messages appear: out of the way of what the hand is doing. */
  messages?: 'top-center' | 'bottom-right'
}

/** What both apps stand on: theme, colours, messages, the cache of answers. */
export function Providers({ queryClient, children, messages = 'bottom-right' }: Props) {
  return (
    <QueryClientProvider client={queryClient}>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariablesResolver}
        colorSchemeManager={colourScheme}
        defaultColorScheme="auto"
      >
        <Notifications position={messages} limit={4} autoClose={5000} />
        {children}
      </MantineProvider>
    </QueryClientProvider>
  )
}
