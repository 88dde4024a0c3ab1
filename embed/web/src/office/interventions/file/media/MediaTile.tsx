import { Loader, Menu, Tooltip } from '@mantine/core'
import {
  IconArrowLeft,
  IconArrowRight,
  IconDownload,
  IconEye,
  IconFile,
  IconLock,
  IconPencil,
  IconPhotoOff,
  IconPlayerPlayFilled,
  IconTrash,
  IconWorld,
} from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { type DragEvent, useState } from 'react'
import { api, unwrap } from '../../../../shared/api/client'
import type { Media } from '../../../../shared/api/types'
import { formatDuration, formatPercent } from '../../../../shared/format'
import { translateOr, useT } from '../../../../shared/i18n'
import { MoreMenu } from '../../../shell/MoreMenu'
import { say } from '../../../shell/say'
import { canDraw, DrawDialog } from './DrawDialog'
import classes from './Media.module.css'
import { thumbOf } from './thumb'
import { useRefreshFile } from './useRefreshFile'

interface Props {
  item: Media
  index: number
  last: boolean
  editable: boolean
  dragged: boolean
  onOpen: () => void
  onDrag: () => void
  onDragOver: () => void
  onDrop: () => void
  onMove: (to: number) => void
}

export function MediaTile({
  item,
  index,
  last,
  editable,
  dragged,
  onOpen,
  onDrag,
  onDragOver,
  onDrop,
  onMove,
}: Props) {
  const { t } = useT()
  const kind = t(
    item.kind === 'video'
      ? 'common.word.video'
      : item.kind === 'photo'
        ? 'common.word.photo'
        : 'office.file.media.document',
  )
  const name = t('office.file.media.numbered', { kind, number: index + 1 })
  const over = (event: DragEvent) => {
    event.preventDefault()
    onDragOver()
  }
  return (
    <li
      className={classes.tile}
      data-dragged={dragged || undefined}
      draggable={editable}
      onDragStart={onDrag}
      onDragOver={over}
      onDragEnd={onDrop}
    >
      <button
        type="button"
        className={classes.open}
        aria-label={t('office.file.media.open', { name })}
        onClick={onOpen}
        disabled={item.state === 'failed' && !thumbOf(item)}
      >
        <Picture item={item} />
      </button>
      <State item={item} />
      <div className={classes.foot}>
        {item.purpose === 'customer' && <PublicToggle item={item} name={name} editable={editable} />}
        <Watched item={item} />
        <TileMenu item={item} name={name} index={index} last={last} editable={editable} onMove={onMove} />
      </div>
    </li>
  )
}

function Picture({ item }: { item: Media }) {
  const thumb = thumbOf(item)
  const Placeholder = item.kind === 'document' ? IconFile : IconPhotoOff
  return (
    <>
      {thumb ? (
        <img src={thumb} alt="" loading="lazy" decoding="async" draggable={false} />
      ) : (
        item.state !== 'processing' && <Placeholder size={30} stroke={1.4} aria-hidden />
      )}
      {item.kind === 'video' && item.state === 'ready' && (
        <span className={classes.play} aria-hidden>
          <IconPlayerPlayFilled size={20} />
        </span>
      )}
      {item.duration_ms !== null && (
        <span className={classes.length}>{formatDuration(item.duration_ms)}</span>
      )}
    </>
  )
}

/** That a file is still prepared, or what is wrong with it and what to do. */
function State({ item }: { item: Media }) {
  const { t } = useT()
  const problem = item.problem && translateOr(`media.problem.${item.problem}`, t('common.error.unexpected'))
  if (item.state === 'processing') {
    return (
      <p className={classes.state} role="status">
        <Loader size="xs" aria-hidden /> {problem || t('office.file.media.processing')}
      </p>
    )
  }
  if (!problem) return null
  return (
    <p className={classes.state} data-failed={item.state === 'failed' || undefined}>
      {problem}
    </p>
  )
}

function PublicToggle({ item, name, editable }: { item: Media; name: string; editable: boolean }) {
  const { t } = useT()
  const refresh = useRefreshFile()
  const [wanted, setWanted] = useState<boolean | null>(null)
  const isPublic = wanted ?? item.public
  const change = useMutation({
    mutationFn: (to: boolean) =>
      unwrap(api.PATCH('/api/media/{id}', { params: { path: { id: item.id } }, body: { public: to } })),
    onMutate: setWanted,
    onSuccess: refresh,
    onError: say.failed,
    onSettled: () => setWanted(null),
  })
  const Icon = isPublic ? IconWorld : IconLock
  const text = t(isPublic ? 'common.word.public' : 'common.word.private')
  return (
    <Tooltip
      label={t(isPublic ? 'office.file.media.public_hint' : 'office.file.media.private_hint')}
      disabled={!editable}
    >
      <button
        type="button"
        className={classes.visibility}
        data-private={!isPublic || undefined}
        aria-pressed={isPublic}
        aria-label={t('office.file.media.visible', { name })}
        disabled={!editable}
        onClick={() => change.mutate(!isPublic)}
      >
        <Icon size={16} aria-hidden />
        {text}
      </button>
    </Tooltip>
  )
}

function Watched({ item }: { item: Media }) {
  const { t, language } = useT()
  if (!item.watched_share) return null
  const share = formatPercent(language, Math.round(item.watched_share * 100) * 100)
  return (
    <span className={classes.watched} title={t('office.file.media.watched', { share })}>
      <IconEye size={16} aria-hidden /> {share}
      <span className="fb-spoken">{t('office.file.media.watched', { share })}</span>
    </span>
  )
}

interface MenuProps extends Pick<Props, 'item' | 'index' | 'last' | 'editable' | 'onMove'> {
  name: string
}

function TileMenu({ item, name, index, last, editable, onMove }: MenuProps) {
  const { t } = useT()
  const remove = useRemoval(item, name)
  const [drawing, setDrawing] = useState(false)
  const drawn = item.urls.drawn
  return (
    <>
      <MoreMenu label={t('office.file.media.actions', { name })} className={classes.more}>
        {editable && canDraw(item) && (
          <Menu.Item leftSection={<IconPencil size={18} />} onClick={() => setDrawing(true)}>
            {t('office.file.media.draw')}
          </Menu.Item>
        )}
        {drawn && (
          <Menu.Item
            component="a"
            href={`${drawn}&download=1`}
            download
            leftSection={<IconDownload size={18} />}
          >
            {t('office.file.media.download_drawn')}
          </Menu.Item>
        )}
        <Menu.Item
          component="a"
          href={`${item.urls.original}&download=1`}
          download
          leftSection={<IconDownload size={18} />}
        >
          {t(drawn ? 'office.file.media.download_original' : 'office.file.media.download')}
        </Menu.Item>
        {editable && (
          <>
            <Menu.Item
              leftSection={<IconArrowLeft size={18} />}
              disabled={index === 0}
              onClick={() => onMove(index - 1)}
            >
              {t('office.file.media.earlier')}
            </Menu.Item>
            <Menu.Item
              leftSection={<IconArrowRight size={18} />}
              disabled={last}
              onClick={() => onMove(index + 1)}
            >
              {t('office.file.media.later')}
            </Menu.Item>
            <Menu.Item color="red" leftSection={<IconTrash size={18} />} onClick={() => remove.mutate()}>
              {t('common.action.delete')}
            </Menu.Item>
          </>
        )}
      </MoreMenu>
      {drawing && <DrawDialog item={item} onClose={() => setDrawing(false)} />}
    </>
  )
}

/** Deletes at once and offers to take it back; for a day the box keeps what is needed for that. */
function useRemoval(item: Media, name: string) {
  const { t } = useT()
  const refresh = useRefreshFile()
  const path = { params: { path: { id: item.id } } }
  const restore = useMutation({
    mutationFn: () => unwrap(api.POST('/api/media/{id}/restore', path)),
    onSuccess: refresh,
    onError: say.failed,
  })
  return useMutation({
    mutationFn: () => unwrap(api.DELETE('/api/media/{id}', path)),
    onSuccess: async () => {
      say.undoable(t('office.file.media.deleted', { name }), () => restore.mutate())
      await refresh()
    },
    onError: say.failed,
  })
}
