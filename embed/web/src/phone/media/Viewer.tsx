import {
  IconArrowLeft,
  IconArrowRight,
  IconLock,
  IconLockOpen,
  IconPencil,
  IconTrash,
} from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { DrawnPhoto } from '../../shared/drawing/DrawnPhoto'
import { useT } from '../../shared/i18n'
import type { Draft } from '../interventions/draft'
import { changeMedia, orderMedia, type ShownMedia } from '../interventions/drafts'
import { readBlob } from '../storage/db'
import { db } from '../storage/open'
import { Button } from '../ui/Button'
import { Row } from '../ui/Screen'
import { Sheet } from '../ui/Sheet'
import { say } from '../ui/toasts'
import { DrawOnPhoto } from './DrawOnPhoto'
import { shifted } from './order'
import css from './Viewer.module.css'

interface Props {
  draft: Draft
  all: ShownMedia[]
  media: ShownMedia
  onClose: () => void
}

/** One photo or video in full, with everything that can be done to it. */
export function Viewer({ draft, all, media, onClose }: Props) {
  const { t } = useT()
  const { item } = media
  const source = useSource(draft, media)
  const index = all.findIndex(other => other.item.id === item.id)
  const shift = (by: -1 | 1) => void orderMedia(db, draft.id, shifted(all, item.id, by))
  const remove = async () => {
    onClose()
    await changeMedia(db, draft.id, media, { deleted: true })
    say(t('phone.media.deleted'), () => void changeMedia(db, draft.id, media, { deleted: false }))
  }
  useEffect(() => {
    if (media.place === 'phone' && media.item.recovered) void db.media.update(item.id, { recovered: false })
  }, [media, item.id])
  return (
    <Sheet title={t('phone.media.place', { place: index + 1, count: all.length })} onClose={onClose}>
      <div className={css.stage}>
        <Shown media={media} source={source} />
      </div>
      <Draw media={media} source={source} />
      {item.purpose === 'customer' ? (
        <>
          <Button onClick={() => void changeMedia(db, draft.id, media, { public: !item.public })}>
            {item.public ? <IconLockOpen size={26} aria-hidden /> : <IconLock size={26} aria-hidden />}
            {t(item.public ? 'phone.media.is_public' : 'phone.media.is_private')}
          </Button>
          <Row>
            <Button wide disabled={index <= 0} onClick={() => shift(-1)}>
              <IconArrowLeft size={26} aria-hidden />
              {t('phone.media.earlier')}
            </Button>
            <Button wide disabled={index >= all.length - 1} onClick={() => shift(1)}>
              {t('phone.media.later')}
              <IconArrowRight size={26} aria-hidden />
            </Button>
          </Row>
        </>
      ) : null}
      <Button look="danger" onClick={() => void remove()}>
        <IconTrash size={26} aria-hidden />
        {t('common.action.delete')}
      </Button>
    </Sheet>
  )
}

interface Located {
  media: ShownMedia
  source: Source
}

/** Drawing is for photos whose bytes are here, also without the box. */
function Draw({ media, source }: Located) {
  const { t } = useT()
  const [open, setOpen] = useState(false)
  if (media.place !== 'phone' || media.item.kind !== 'photo' || typeof source === 'string') return null
  if (media.item.state !== 'kept') return null
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <IconPencil size={26} aria-hidden />
        {t('phone.media.draw')}
      </Button>
      {open ? <DrawOnPhoto item={media.item} source={source.url} onClose={() => setOpen(false)} /> : null}
    </>
  )
}

/** The picture itself; while it is fetched, and where this browser cannot show it, words. */
function Shown({ media, source }: Located) {
  const { t } = useT()
  const { item } = media
  const [unshown, setUnshown] = useState<string>()
  if (source === 'loading') return <p role="status">{t('common.word.loading')} …</p>
  if (source === 'failed' || unshown === source.url) return <p role="alert">{t('phone.media.cannot_show')}</p>
  const fail = () => setUnshown(source.url)
  if (item.kind === 'photo') {
    // What the box shows has its drawing in it.
    const shapes = media.place === 'phone' ? (media.item.drawing ?? []) : []
    return <DrawnPhoto source={source.url} alt={t('common.word.photo')} shapes={shapes} onError={fail} />
  }
  return (
    // biome-ignore lint/a11y/useMediaCaption: a technician's own recording has no captions
    <video
      key={source.url}
      src={source.url}
      poster={item.thumb ?? undefined}
      controls
      playsInline
      onError={fail}
    />
  )
}

type Source = { url: string } | 'loading' | 'failed'

/** Where the bytes are: in the phone's storage, or on the box. */
function useSource(draft: Draft, media: ShownMedia): Source {
  const [source, setSource] = useState<Source>('loading')
  const onBox = draft.base?.media.find(({ id }) => id === media.item.id)?.urls
  const remote = media.place === 'box' ? (onBox?.video ?? onBox?.large ?? onBox?.original) : undefined
  const local = media.place === 'phone' ? media.item : null
  const id = local?.id
  const type = local?.type
  useEffect(() => {
    if (id === undefined || type === undefined) return
    let url: string | null = null
    let wanted = true
    readBlob(db, { id, type })
      .then(blob => {
        if (!wanted) return
        url = URL.createObjectURL(blob)
        setSource({ url })
      })
      .catch(() => setSource('failed'))
    return () => {
      wanted = false
      if (url) URL.revokeObjectURL(url)
    }
  }, [id, type])
  return remote ? { url: remote } : source
}
