import { Alert, Stack, Text } from '@mantine/core'
import { IconPhoneCall, IconVideo } from '@tabler/icons-react'
import { useT } from '../../../shared/i18n'
import { useFile } from './context'
import { MediaGrid } from './media/MediaGrid'

/** What the technician wants the office to know. The customer never sees it. */
export function InternalMessageSection() {
  const { t } = useT()
  const { file } = useFile()
  const { kind, note } = file.internal_message
  const videos = file.media.filter(item => item.purpose === 'internal_message')
  if (kind === 'none' && videos.length === 0) return null
  const Icon = kind === 'contact' ? IconPhoneCall : IconVideo
  return (
    <Alert
      color="amber"
      icon={<Icon aria-hidden />}
      title={t(`office.file.internal.${kind === 'contact' ? 'contact' : 'video'}`)}
    >
      <Stack gap="sm">
        {note && <Text style={{ whiteSpace: 'pre-line' }}>{note}</Text>}
        {videos.length > 0 && <MediaGrid items={videos} fixed />}
      </Stack>
    </Alert>
  )
}
