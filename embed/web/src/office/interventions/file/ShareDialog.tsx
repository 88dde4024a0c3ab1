import { Button, CopyButton, Group, Stack, Text, TextInput } from '@mantine/core'
import { IconBrandWhatsapp, IconCheck, IconCopy } from '@tabler/icons-react'
import { renderSVG } from 'uqr'
import { formatDate } from '../../../shared/format'
import { useT } from '../../../shared/i18n'
import { QrCode } from '../../devices/QrCode'
import { Dialog } from '../../shell/Dialog'
import { useFormats, useSession } from '../../shell/session'
import { useFile } from './context'
import type { FileActions } from './useFileActions'

/** The customer's link, to be passed on by hand. */
export function ShareDialog({ actions }: { actions: FileActions }) {
  const { t } = useT()
  const { link, setLink } = actions
  return (
    <Dialog opened={link !== null} onClose={() => setLink(null)} title={t('office.file.share.title')}>
      {link !== null && <Share url={link} />}
    </Dialog>
  )
}

function Share({ url }: { url: string }) {
  const { t } = useT()
  const formats = useFormats()
  const { dealership } = useSession()
  const { file } = useFile()
  const text = encodeURIComponent(t('office.file.share.whatsapp_text', { dealership: dealership.name, url }))
  const phone = file.customer.phone.replace(/^00/, '+')
  const number = phone.startsWith('+') ? phone.replace(/\D/g, '') : ''
  return (
    <Stack>
      <Text>{t('office.file.share.warning')}</Text>
      <QrCode svg={renderSVG(url, { border: 1 })} label={t('office.file.share.qr')} />
      <TextInput
        readOnly
        value={url}
        aria-label={t('office.file.share.address')}
        onFocus={event => event.currentTarget.select()}
      />
      <Group grow>
        <CopyButton value={url} timeout={2500}>
          {({ copied, copy }) => (
            <Button
              leftSection={copied ? <IconCheck size={18} /> : <IconCopy size={18} />}
              onClick={copy}
              data-autofocus
            >
              <span aria-live="polite">{t(copied ? 'common.action.copied' : 'common.action.copy')}</span>
            </Button>
          )}
        </CopyButton>
        <Button
          component="a"
          variant="light"
          leftSection={<IconBrandWhatsapp size={18} />}
          href={`https://wa.me/${number}?text=${text}`}
          target="_blank"
          rel="noreferrer"
        >
          WhatsApp
        </Button>
      </Group>
      {file.link && (
        <Text size="sm" c="dimmed">
          {t('office.file.share.until', { date: formatDate(formats, file.link.expires_at) })}
        </Text>
      )}
    </Stack>
  )
}
