import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { colourScheme } from '../colours'
import { cssVariablesResolver, theme } from '../theme'
import classes from './Providers.module.css'

interface Props {
  queryClient: QueryClient
  children: ReactNode
}

/** What the office stands on: theme, colours, messages, the cache of answers. */
export function Providers({ queryClient, children }: Props) {
  return (
    <QueryClientProvider client={queryClient}>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariablesResolver}
        colorSchemeManager={colourScheme}
        defaultColorScheme="auto"
      >
        <Notifications
          position="bottom-right"
          classNames={{ root: classes.messages }}
          limit={4}
          autoClose={5000}
        />
        {children}
      </MantineProvider>
    </QueryClientProvider>
  )
}
