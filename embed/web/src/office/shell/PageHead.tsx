import { Group, Text, Title } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'

interface Props {
  title: string
  lead?: string
  actions?: ReactNode
}

/** The head of a page, which also names the browser's tab. */
export function PageHead({ title, lead, actions }: Props) {
  usePageTitle(title)
  return (
    <Group justify="space-between" align="flex-end" mb="lg" gap="md">
      <div>
        <Title order={1}>{title}</Title>
        {lead && (
          <Text c="dimmed" mt={4} maw={640}>
            {lead}
          </Text>
        )}
      </div>
      {actions}
    </Group>
  )
}

export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · FleetBox`
  }, [title])
}
