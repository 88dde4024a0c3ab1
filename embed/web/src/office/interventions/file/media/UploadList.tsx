import { Button, CloseButton, Group, Progress, Text } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { formatBytes, formatPercent } from '../../../../shared/format'
import { useT } from '../../../../shared/i18n'
import { problemText } from '../../../../shared/problems'
import classes from './Uploads.module.css'
import type { FileUploads, Upload } from './uploads'

/** How far each import is; a failed one says why and can be tried again, a broken off one how it goes on. */
export function UploadList({ uploads }: { uploads: FileUploads }) {
  const { t } = useT()
  if (uploads.list.length === 0 && uploads.brokenOff.length === 0) return null
  return (
    <ul className={classes.list} aria-live="polite">
      {uploads.list.map(upload => (
        <Running key={upload.key} upload={upload} uploads={uploads} />
      ))}
      {uploads.brokenOff.map(({ key, name }) => (
        <Item key={key} name={name} onEnd={() => uploads.discard(key)}>
          <Text size="sm" c="dimmed">
            {t('office.file.media.broken_off')}
          </Text>
        </Item>
      ))}
    </ul>
  )
}

interface ItemProps {
  name: string
  onEnd: () => void
  action?: ReactNode
  children: ReactNode
}

function Item({ name, onEnd, action, children }: ItemProps) {
  const { t } = useT()
  return (
    <li>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Text size="sm" fw={550} truncate>
          {name}
        </Text>
        <Group gap={4} wrap="nowrap">
          {action}
          <CloseButton aria-label={t('office.file.media.cancel', { name })} onClick={onEnd} />
        </Group>
      </Group>
      {children}
    </li>
  )
}

function Running({ upload, uploads }: { upload: Upload; uploads: FileUploads }) {
  const { t, language } = useT()
  const share = upload.size === 0 ? 1 : upload.sent / upload.size
  const failed = upload.phase === 'failed'
  const retry = failed && (
    <Button
      size="compact-sm"
      variant="light"
      leftSection={<IconRefresh size={16} />}
      onClick={() => uploads.retry(upload.key)}
    >
      {t('common.action.retry')}
    </Button>
  )
  return (
    <Item name={upload.name} action={retry} onEnd={() => uploads.cancel(upload.key)}>
      <Progress
        value={share * 100}
        size="sm"
        color={failed ? 'red' : undefined}
        animated={upload.phase === 'sending'}
        aria-label={upload.name}
      />
      <Text size="sm" c={failed ? 'var(--mantine-color-error)' : 'dimmed'} mt={2} className="fb-figures">
        {upload.problem
          ? problemText(upload.problem)
          : `${t(`office.file.media.phase.${upload.phase}`)} · ${formatPercent(language, Math.round(share * 100) * 100)} / ${formatBytes(language, upload.size)}`}
      </Text>
    </Item>
  )
}
