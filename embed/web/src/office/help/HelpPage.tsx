import { Accordion, Group, Kbd, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import type { Mode } from '../../shared/api/types'
import { useT } from '../../shared/i18n'
import { PageHead } from '../shell/PageHead'
import { useRight, useSession } from '../shell/session'

const topics: readonly {
  topic: 'dashboard' | 'sales' | 'file' | 'works' | 'media' | 'sending' | 'answers' | 'closing'
  mode?: Mode
}[] = [
  { topic: 'dashboard' },
  { topic: 'sales', mode: 'sales' },
  { topic: 'file' },
  { topic: 'works', mode: 'after_sales' },
  { topic: 'media' },
  { topic: 'sending' },
  { topic: 'answers', mode: 'after_sales' },
  { topic: 'closing' },
]
const managerTopics = ['users', 'devices', 'dealership'] as const
const keys = [
  ['/', 'search'],
  ['n', 'new'],
  ['↑ ↓', 'move'],
  ['Enter', 'open'],
] as const

/** Short help for each screen, for what this user may do. */
export function HelpPage() {
  const { t } = useT()
  const { version, dealership, modes } = useSession()
  const manager = useRight('users.manage')
  const office = modes.length > 0
  const ofModes = topics
    .filter(({ mode }) => (mode ? modes.includes(mode) : office))
    .map(({ topic }) => topic)
  const shown = [...ofModes, ...(manager ? managerTopics : []), 'profile' as const]
  return (
    <>
      <PageHead title={t('office.help.title')} lead={t('office.help.lead')} />
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg" style={{ alignItems: 'start' }}>
        <Accordion variant="separated" multiple order={2}>
          {shown.map(topic => (
            <Accordion.Item key={topic} value={topic}>
              <Accordion.Control>
                <Text fw={600}>{t(`office.help.${topic}.title`)}</Text>
              </Accordion.Control>
              <Accordion.Panel>
                <Text style={{ whiteSpace: 'pre-line' }}>{t(`office.help.${topic}.text`)}</Text>
              </Accordion.Panel>
            </Accordion.Item>
          ))}
        </Accordion>
        <Stack gap="lg">
          {office && <Keys />}
          <Paper withBorder p="lg">
            <Title order={2} mb="xs">
              {t('office.help.support.title')}
            </Title>
            <Text>{t('office.help.support.text')}</Text>
            <Text c="dimmed" size="sm" mt="sm">
              {dealership.name} · FleetBox {version}
            </Text>
          </Paper>
        </Stack>
      </SimpleGrid>
    </>
  )
}

function Keys() {
  const { t } = useT()
  return (
    <Paper withBorder p="lg">
      <Title order={2} mb="sm">
        {t('office.help.keys.title')}
      </Title>
      <Stack gap="xs">
        {keys.map(([key, name]) => (
          <Group key={key} gap="sm">
            <Kbd>{key}</Kbd>
            <Text>{t(`office.help.keys.${name}`)}</Text>
          </Group>
        ))}
        <Text c="dimmed" size="sm">
          {t('office.help.keys.optional')}
        </Text>
      </Stack>
    </Paper>
  )
}
