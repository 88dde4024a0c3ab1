import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api, unwrap } from '../../../../shared/api/client'
import type { Intervention, Media } from '../../../../shared/api/types'
import { useT } from '../../../../shared/i18n'
import { say } from '../../../shell/say'
import { useRight } from '../../../shell/session'
import { useFile } from '../context'
import { moved } from '../works/order'
import { Lightbox } from './Lightbox'
import classes from './Media.module.css'
import { MediaTile } from './MediaTile'
import { useRefreshFile } from './useRefreshFile'

interface Props {
  items: Media[]
  /** Shown only: neither order nor visibility can be changed. */
  fixed?: boolean
}

/** Until the customer has answered: a video may arrive after the file was sent, and must be seen to. */
function mayChangeMedia(file: Intervention): boolean {
  return file.rights.edit || file.status === 'sent' || file.status === 'read'
}

export function MediaGrid({ items, fixed = false }: Props) {
  const { t } = useT()
  const { file } = useFile()
  const refresh = useRefreshFile()
  const mayWrite = useRight('media.write') && !fixed && mayChangeMedia(file)
  const [order, setOrder] = useState<string[] | null>(null)
  const [dragged, setDragged] = useState<string | null>(null)
  const [shown, setShown] = useState<string | null>(null)
  const [said, setSaid] = useState('')
  const sorted = inOrder(items, order)

  const save = useMutation({
    mutationFn: (ids: string[]) =>
      unwrap(
        api.PUT('/api/interventions/{id}/media-order', { params: { path: { id: file.id } }, body: { ids } }),
      ),
    onSuccess: refresh,
    onError: error => {
      setOrder(null)
      say.failed(error)
    },
  })
  // Once the box shows the same order there is nothing left to remember.
  useEffect(() => {
    if (order && !dragged && !save.isPending) setOrder(null)
  }, [order, dragged, save.isPending])

  const place = (id: string, to: number) => setOrder(moved(sorted, id, to).map(item => item.id))
  const step = (id: string, to: number) => {
    const ids = moved(sorted, id, to).map(item => item.id)
    setOrder(ids)
    setSaid(t('office.file.moved', { place: to + 1 }))
    save.mutate(ids)
  }
  const drop = () => {
    setDragged(null)
    if (order) save.mutate(order)
  }
  if (items.length === 0) return null
  return (
    <>
      <ul className={classes.grid}>
        {sorted.map((item, index) => (
          <MediaTile
            key={item.id}
            item={item}
            index={index}
            last={index === sorted.length - 1}
            editable={mayWrite}
            dragged={dragged === item.id}
            onOpen={() => setShown(item.id)}
            onDrag={() => setDragged(item.id)}
            onDragOver={() => dragged && dragged !== item.id && place(dragged, index)}
            onDrop={drop}
            onMove={to => step(item.id, to)}
          />
        ))}
      </ul>
      <span className="fb-spoken" aria-live="polite">
        {said}
      </span>
      <Lightbox items={sorted} shown={shown} onShow={setShown} />
    </>
  )
}

function inOrder(items: Media[], order: string[] | null): Media[] {
  const byPosition = [...items].sort((a, b) => a.position - b.position)
  if (!order) return byPosition
  const place = new Map(order.map((id, index) => [id, index]))
  return byPosition.sort((a, b) => (place.get(a.id) ?? 1e6) - (place.get(b.id) ?? 1e6))
}
