import { Button, Group, List, Stack, Text } from '@mantine/core'
import { useT } from '../../../shared/i18n'
import { Dialog } from '../../shell/Dialog'
import { focusField } from '../../shell/fieldErrors'
import { useFile } from './context'
import { isUnpriced } from './sendable'
import type { FileActions } from './useFileActions'

/** A work without a price can be accepted without one: said before it leaves the house. */
export function UnpricedDialog({ actions }: { actions: FileActions }) {
  const { t } = useT()
  const { unpriced, setUnpriced, send } = actions
  const { draft } = useFile()
  const close = () => setUnpriced(null)
  const price = () => {
    const first = draft.mine.works.findIndex(isUnpriced)
    close()
    focusField(document, [`works[${first}].unit_price`])
  }
  return (
    <Dialog
      opened={unpriced !== null}
      onClose={close}
      title={t('office.file.unpriced.title', { count: unpriced?.labels.length ?? 0 })}
    >
      <Stack>
        <Text>{t('office.file.unpriced.text')}</Text>
        <List>
          {unpriced?.labels.map((label, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two works may have the same label
            <List.Item key={index}>{label}</List.Item>
          ))}
        </List>
        <Group justify="flex-end">
          <Button
            variant="default"
            loading={send.isPending}
            onClick={() => unpriced && send.mutate({ way: unpriced.way, priceless: true })}
          >
            {t('office.file.unpriced.send')}
          </Button>
          <Button onClick={price} data-autofocus>
            {t('office.file.unpriced.back')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}
