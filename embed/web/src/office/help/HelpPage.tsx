import { Accordion, Group, Kbd, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { useT } from '../../shared/i18n'
import { PageHead } from '../shell/PageHead'
import { useInAfterSales, useRight, useSession } from '../shell/session'

const topics = ['dashboard', 'file', 'works', 'media', 'sending', 'answers', 'closing'] as const
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
  const { version, dealership } = useSession()
  const manager = useRight('users.manage')
  const office = useInAfterSales()
  const shown = [...(office ? topics : []), ...(manager ? managerTopics : []), 'profile' as const]
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
