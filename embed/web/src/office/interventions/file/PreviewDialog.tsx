import { CloseButton, Group, Modal, SegmentedControl, Text, VisuallyHidden } from '@mantine/core'
import { IconDeviceDesktop, IconDeviceMobile } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { api, unwrap } from '../../../shared/api/client'
import type { Intervention } from '../../../shared/api/types'
import { useT } from '../../../shared/i18n'
import { hasCustomer } from '../../../shared/modules'
import { useRight } from '../../shell/session'
import { Failed, Loading } from '../../shell/states'
import classes from './Preview.module.css'

interface Props {
  file: Intervention
  opened: boolean
  onClose: () => void
}

/** The customer's page as it will be, on a phone or on a screen, with answering switched off; and the mail that leads to it. */
export function PreviewDialog({ file, opened, onClose }: Props) {
  const { t } = useT()
  const [width, setWidth] = useState('phone')
  const [shown, setShown] = useState('page')
  const mayMail = useRight('interventions.send') && hasCustomer(file.module)
  return (
    <Modal.Root opened={opened} onClose={onClose} fullScreen>
      <Modal.Overlay />
      <Modal.Content aria-label={t('office.file.preview.title')} className={classes.content}>
        <Group justify="space-between" wrap="nowrap" className={classes.head}>
          {mayMail ? (
            <SegmentedControl
              aria-label={t('office.file.preview.title')}
              value={shown}
              onChange={setShown}
              data={[
                { value: 'page', label: t('office.file.preview.page') },
                { value: 'mail', label: t('office.file.preview.mail') },
              ]}
            />
          ) : (
            <Text fw={650}>{t('office.file.preview.title')}</Text>
          )}
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
          {opened && shown === 'mail' && <MailPreview file={file} width={width} />}
          {opened && shown === 'page' && (
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

/** The mail as a mail program shows it. Nothing in it can be pressed: its link may not open anything yet. */
function MailPreview({ file, width }: { file: Intervention; width: string }) {
  const { t } = useT()
  const params = { path: { id: file.id } }
  const mail = useQuery({
    queryKey: ['intervention', file.id, 'mail', file.version],
    queryFn: () => unwrap(api.GET('/api/interventions/{id}/preview/mail', { params })),
  })
  if (mail.isError) return <Failed error={mail.error} onRetry={mail.refetch} />
  if (!mail.data) return <Loading />
  const { from, to, subject, html } = mail.data
  return (
    <div className={classes.mail} data-width={width}>
      <dl className={classes.envelope}>
        <dt>{t('office.file.preview.from')}</dt>
        <dd>{from}</dd>
        <dt>{t('office.file.preview.to')}</dt>
        <dd>{to || t('office.file.preview.no_address')}</dd>
        <dt>
          <VisuallyHidden>{t('office.file.preview.subject')}</VisuallyHidden>
        </dt>
        <dd className={classes.subject}>{subject}</dd>
      </dl>
      <iframe className={classes.letter} title={subject} sandbox="" srcDoc={html} />
    </div>
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
