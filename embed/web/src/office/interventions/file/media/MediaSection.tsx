import { Button, FileButton, Stack, Text } from '@mantine/core'
import { IconUpload } from '@tabler/icons-react'
import { type DragEvent, useState } from 'react'
import { useT } from '../../../../shared/i18n'
import { useRight } from '../../../shell/session'
import { useFile } from '../context'
import { Section } from '../Section'
import classes from './Media.module.css'
import { MediaGrid } from './MediaGrid'
import { UploadList } from './UploadList'
import { useUploads } from './uploads'

const accepted = 'image/*,video/*'

/** What the customer gets to see, and what stays in the house; files can be dropped anywhere on it. */
export function MediaSection() {
  const { t } = useT()
  const { file } = useFile()
  const mayAdd = useRight('media.write') && file.rights.edit
  const uploads = useUploads(file.id)
  const [over, setOver] = useState(false)
  const items = file.media.filter(item => item.purpose === 'customer')
  const drop = (event: DragEvent) => {
    setOver(false)
    if (!mayAdd || event.dataTransfer.files.length === 0) return
    event.preventDefault()
    uploads.add([...event.dataTransfer.files])
  }
  const dragging = (event: DragEvent) => {
    if (!mayAdd || !event.dataTransfer.types.includes('Files')) return
    event.preventDefault()
    setOver(true)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a convenience, the import button does the same
    <div
      className={classes.zone}
      data-over={over || undefined}
      onDragOver={dragging}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Section
        title={t('common.word.media')}
        actions={
          mayAdd && (
            <FileButton multiple accept={accepted} onChange={files => uploads.add(files)}>
              {props => (
                <Button {...props} variant="light" size="compact-md" leftSection={<IconUpload size={18} />}>
                  {t('office.file.media.import')}
                </Button>
              )}
            </FileButton>
          )
        }
      >
        <Stack gap="md">
          <MediaGrid items={items} />
          {items.length === 0 && (
            <Text c="dimmed">{t(mayAdd ? 'office.file.media.none_drop' : 'office.file.media.none')}</Text>
          )}
          <UploadList uploads={uploads} />
        </Stack>
      </Section>
      {over && (
        <div className={classes.dropHere} aria-hidden>
          <IconUpload size={34} />
          {t('office.file.media.drop_here')}
        </div>
      )}
    </div>
  )
}
