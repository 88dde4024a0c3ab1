import { CloseButton, Group, Modal, SegmentedControl, Text } from '@mantine/core'
import { IconDeviceDesktop, IconDeviceMobile } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import type { Intervention } from '../../../shared/api/types'
import { useT } from '../../../shared/i18n'
import classes from './Preview.module.css'

interface Props {
  file: Intervention
  opened: boolean
  onClose: () => void
}

/** The customer's page as it will be, on a phone or on a screen; answering is switched off in it. */
export function PreviewDialog({ file, opened, onClose }: Props) {
  const { t } = useT()
  const [width, setWidth] = useState('phone')
  return (
    <Modal.Root opened={opened} onClose={onClose} fullScreen>
      <Modal.Overlay />
      <Modal.Content aria-label={t('office.file.preview.title')} className={classes.content}>
        <Group justify="space-between" wrap="nowrap" className={classes.head}>
          <Text fw={650}>{t('office.file.preview.title')}</Text>
          <Group gap="sm" wrap="nowrap">
            <SegmentedControl
              aria-label={t('office.file.preview.width')}
              visibleFrom="sm"
              value={width}
              onChange={setWidth}
              data={[
                {
                  value: 'phone',
                  label: (
                    <Label icon={<IconDeviceMobile size={18} />} text={t('office.file.preview.phone')} />
                  ),
                },
                {
                  value: 'desktop',
                  label: (
                    <Label icon={<IconDeviceDesktop size={18} />} text={t('office.file.preview.desktop')} />
                  ),
                },
              ]}
            />
            <CloseButton size="lg" aria-label={t('common.action.close')} onClick={onClose} data-autofocus />
          </Group>
        </Group>
        <div className={classes.stage}>
          {opened && (
            <iframe
              className={classes.page}
              data-width={width}
              title={t('office.file.preview.title')}
              src={`/api/interventions/${file.id}/preview?v=${file.version}`}
            />
          )}
        </div>
      </Modal.Content>
    </Modal.Root>
  )
}

function Label({ icon, text }: { icon: ReactNode; text: string }) {
  return (
    <Group gap={6} wrap="nowrap">
      {icon}
      {text}
    </Group>
  )
}
