import { Button, Center, Loader, Stack, Text, ThemeIcon, Title } from '@mantine/core'
import { IconCloudOff, IconMoodEmpty } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useT } from '../../shared/i18n'
import { problemText } from '../../shared/problems'

interface EmptyProps {
  title: string
  children?: ReactNode
  icon?: ReactNode
  /** 1 where this is all that the page holds. */
  order?: 1 | 2
}

/** Nothing to show: says why, and offers what to do. */
export function Empty({ title, children, icon, order = 2 }: EmptyProps) {
  return (
    <Center py={64} px="md">
      <Stack align="center" gap="sm" maw={440} ta="center">
        <ThemeIcon size={56} radius="xl" variant="light" aria-hidden>
          {icon ?? <IconMoodEmpty size={30} stroke={1.6} />}
        </ThemeIcon>
        <Title order={order} size="h3">
          {title}
        </Title>
        {children}
      </Stack>
    </Center>
  )
}

/** Something could not be loaded: the reason, and a way to try again. */
export function Failed({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useT()
  return (
    <div role="alert">
      <Empty title={t('common.error.load')} icon={<IconCloudOff size={30} stroke={1.6} />}>
        <Text c="dimmed">{problemText(error)}</Text>
        <Button variant="light" onClick={onRetry}>
          {t('common.action.retry')}
        </Button>
      </Empty>
    </div>
  )
}

export function Loading() {
  const { t } = useT()
  return (
    <Center py={96} role="status">
      <Loader aria-hidden />
      <span className="fb-spoken">{t('common.word.loading')}</span>
    </Center>
  )
}
