import { IconArrowLeft, IconArrowRight, IconLock, IconLockOpen, IconTrash } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useT } from '../../shared/i18n'
import type { Draft } from '../interventions/draft'
import { changeMedia, orderMedia, type ShownMedia } from '../interventions/drafts'
import { readBlob } from '../storage/db'
import { db } from '../storage/open'
import { Button } from '../ui/Button'
import { Row } from '../ui/Screen'
import { Sheet } from '../ui/Sheet'
import { say } from '../ui/toasts'
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
        <Shown item={item} source={source} />
      </div>
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

/** The picture itself; while it is fetched, and where this browser cannot show it, words. */
function Shown({ item, source }: { item: ShownMedia['item']; source: Source }) {
  const { t } = useT()
  const [unshown, setUnshown] = useState<string>()
  if (source === 'loading') return <p role="status">{t('common.word.loading')} …</p>
  if (source === 'failed' || unshown === source.url) return <p role="alert">{t('phone.media.cannot_show')}</p>
  const fail = () => setUnshown(source.url)
  if (item.kind === 'photo') return <img src={source.url} alt={t('common.word.photo')} onError={fail} />
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
