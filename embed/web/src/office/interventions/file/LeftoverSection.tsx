import { Alert, Button, CopyButton, Group, Text } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconCopy } from '@tabler/icons-react'
import { useSyncExternalStore } from 'react'
import { useT } from '../../../shared/i18n'
import { useFile } from './context'
import classes from './File.module.css'
import { changeKey } from './merge'
import { useChangeLabel, useShown } from './shown'

/** What the advisor had typed when a colleague sent or closed the file: to be copied, for it cannot be saved any more. */
export function LeftoverSection() {
  const { t } = useT()
  const { draft } = useFile()
  useSyncExternalStore(draft.subscribe, () => draft.leftover)
  const label = useChangeLabel()
  const show = useShown()
  const lines = draft
    .unsaved()
    .map(change => ({ key: changeKey(change), label: label(change), value: show(change, 'theirs') }))
  if (lines.length === 0) return null
  return (
    <Alert
      role="alert"
      color="amber"
      icon={<IconAlertTriangle aria-hidden />}
      title={t('office.file.leftover.title')}
    >
      <Text>{t('office.file.leftover.text')}</Text>
      <dl className={classes.leftover}>
        {lines.map(line => (
          <div key={line.key}>
            <dt>{line.label}</dt>
            <dd>{line.value}</dd>
          </div>
        ))}
      </dl>
      <Group gap="xs">
        <CopyButton value={lines.map(line => `${line.label}: ${line.value}`).join('\n')} timeout={2500}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              leftSection={copied ? <IconCheck size={18} /> : <IconCopy size={18} />}
              onClick={copy}
            >
              <span aria-live="polite">{t(copied ? 'common.action.copied' : 'common.action.copy')}</span>
            </Button>
          )}
        </CopyButton>
        <Button variant="subtle" color="red" onClick={() => draft.discard()}>
          {t('office.file.leftover.discard')}
        </Button>
      </Group>
    </Alert>
  )
}
