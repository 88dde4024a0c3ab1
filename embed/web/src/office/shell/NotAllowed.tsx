import { Text } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useT } from '../../shared/i18n'
import { Empty } from './states'

/** Shown when somebody follows an address to a page that their roles do not open. */
export function NotAllowed() {
  const { t } = useT()
  return (
    <Empty order={1} title={t('office.shell.not_allowed')} icon={<IconLock size={30} stroke={1.6} />}>
      <Text c="dimmed">{t('office.shell.ask_manager')}</Text>
    </Empty>
  )
}
