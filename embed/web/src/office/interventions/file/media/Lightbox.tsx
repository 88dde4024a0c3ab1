import { ActionIcon, CloseButton, Modal } from '@mantine/core'
import { useWindowEvent } from '@mantine/hooks'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import type { Media } from '../../../../shared/api/types'
import { useT } from '../../../../shared/i18n'
import classes from './Media.module.css'

interface Props {
  items: Media[]
  shown: string | null
  onShow: (id: string | null) => void
}

/** One photo or video at a time, as large as the window; the arrow keys go on. */
export function Lightbox({ items, shown, onShow }: Props) {
  const { t } = useT()
  const index = items.findIndex(item => item.id === shown)
  const item = items[index]
  const go = (to: number) => items[to] && onShow(items[to].id)
  // On the window: Mantine's Modal.Content passes no keys on.
  useWindowEvent('keydown', event => {
    if (!item || event.target instanceof HTMLVideoElement) return
    if (event.key === 'ArrowLeft') go(index - 1)
    if (event.key === 'ArrowRight') go(index + 1)
  })
  return (
    <Modal.Root opened={item !== undefined} onClose={() => onShow(null)} fullScreen>
      <Modal.Overlay />
      <Modal.Content className={classes.box} aria-label={t('common.word.media')}>
        <CloseButton
          className={classes.close}
          size="xl"
          aria-label={t('common.action.close')}
          onClick={() => onShow(null)}
          data-autofocus
        />
        {index > 0 && (
          <ActionIcon
            className={classes.prev}
            size={52}
            radius="xl"
            aria-label={t('office.file.media.previous')}
            onClick={() => go(index - 1)}
          >
            <IconChevronLeft size={30} />
          </ActionIcon>
        )}
        {item && <Large item={item} />}
        {index < items.length - 1 && (
          <ActionIcon
            className={classes.next}
            size={52}
            radius="xl"
            aria-label={t('office.file.media.next')}
            onClick={() => go(index + 1)}
          >
            <IconChevronRight size={30} />
          </ActionIcon>
        )}
      </Modal.Content>
    </Modal.Root>
  )
}

function Large({ item }: { item: Media }) {
  if (item.kind === 'video') {
    return (
      // biome-ignore lint/a11y/useMediaCaption: what a technician says is not written down anywhere
      <video
        key={item.id}
        className={classes.large}
        src={item.urls.video ?? item.urls.original}
        poster={item.urls.poster ?? undefined}
        controls
        autoPlay
        playsInline
      />
    )
  }
  return (
    <img
      key={item.id}
      className={classes.large}
      src={item.urls.large ?? item.urls.original}
      alt={item.name}
    />
  )
}
