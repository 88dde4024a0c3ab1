import { Button, Group, Text } from '@mantine/core'
import { IconArrowBackUp } from '@tabler/icons-react'
import { useT } from '../../shared/i18n'

export function UndoMessage({ message, onUndo }: { message: string; onUndo: () => void }) {
  const { t } = useT()
  return (
    <Group justify="space-between" wrap="nowrap" gap="sm">
      <Text size="sm">{message}</Text>
      <Button size="compact-sm" variant="light" leftSection={<IconArrowBackUp size={16} />} onClick={onUndo}>
        {t('common.action.undo')}
      </Button>
    </Group>
  )
}
