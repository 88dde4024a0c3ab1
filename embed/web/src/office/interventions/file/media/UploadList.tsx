import { Button, CloseButton, Group, Progress, Text } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { formatBytes, formatPercent } from '../../../../shared/format'
import { useT } from '../../../../shared/i18n'
import { problemText } from '../../../../shared/problems'
import classes from './Uploads.module.css'
import type { Broken, FileUploads, Upload } from './uploads'

/** How far each import is; a failed one says why and can be tried again, a broken off one how it goes on. */
export function UploadList({ uploads }: { uploads: FileUploads }) {
  if (uploads.list.length === 0 && uploads.brokenOff.length === 0) return null
  return (
    <ul className={classes.list} aria-live="polite">
      {uploads.list.map(upload => (
        <Item key={upload.key} upload={upload} uploads={uploads} />
      ))}
      {uploads.brokenOff.map(broken => (
        <BrokenOff key={broken.key} broken={broken} uploads={uploads} />
      ))}
    </ul>
  )
}

function BrokenOff({ broken, uploads }: { broken: Broken; uploads: FileUploads }) {
  const { t } = useT()
  return (
    <li>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Text size="sm" fw={550} truncate>
          {broken.name}
        </Text>
        <CloseButton
          aria-label={t('office.file.media.cancel', { name: broken.name })}
          onClick={() => uploads.discard(broken.key)}
        />
      </Group>
      <Text size="sm" c="dimmed">
        {t('office.file.media.broken_off')}
      </Text>
    </li>
  )
}

function Item({ upload, uploads }: { upload: Upload; uploads: FileUploads }) {
  const { t, language } = useT()
  const share = upload.size === 0 ? 1 : upload.sent / upload.size
  const failed = upload.phase === 'failed'
  return (
    <li>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Text size="sm" fw={550} truncate>
          {upload.name}
        </Text>
        <Group gap={4} wrap="nowrap">
          {failed && (
            <Button
              size="compact-sm"
              variant="light"
              leftSection={<IconRefresh size={16} />}
              onClick={() => uploads.retry(upload.key)}
            >
              {t('common.action.retry')}
            </Button>
          )}
          <CloseButton
            aria-label={t('office.file.media.cancel', { name: upload.name })}
            onClick={() => uploads.cancel(upload.key)}
          />
        </Group>
      </Group>
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
    </li>
  )
}
