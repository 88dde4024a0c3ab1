import { IconGripVertical, IconLock, IconLockOpen } from '@tabler/icons-react'
import { type PointerEvent, useState } from 'react'
import { useT } from '../../shared/i18n'
import type { Draft } from '../interventions/draft'
import { changeMedia, orderMedia, type ShownMedia } from '../interventions/drafts'
import { db } from '../storage/open'
import { say } from '../ui/toasts'
import css from './MediaGrid.module.css'
import { Thumb } from './MediaStrip'
import { moved } from './order'
import { Viewer } from './Viewer'

/** The media editor: open, lock, drag into order. */
export function MediaGrid({ draft, shown }: { draft: Draft; shown: ShownMedia[] }) {
  const { t } = useT()
  const [opened, setOpened] = useState<string | null>(null)
  const drag = useDrag(shown, order => void orderMedia(db, draft.id, order))
  const toggle = async (media: ShownMedia) => {
    await changeMedia(db, draft.id, media, { public: !media.item.public })
    say(t(media.item.public ? 'phone.media.now_private' : 'phone.media.now_public'))
  }
  const openedMedia = shown.find(({ item }) => item.id === opened)
  return (
    <>
      <ul className={css.grid}>
        {drag.order.map(media => {
          const { item } = media
          const work = draft.works.find(({ id }) => id === item.work_id)
          const Lock = item.public ? IconLockOpen : IconLock
          return (
            <li
              key={item.id}
              data-media={item.id}
              className={css.card}
              data-dragged={drag.dragged === item.id || undefined}
            >
              <button
                type="button"
                className={css.open}
                aria-label={t('phone.media.open', { kind: t(`common.word.${item.kind}`) })}
                onClick={() => setOpened(item.id)}
              >
                <Thumb shown={media} />
              </button>
              {work ? <p className={css.work}>{work.label}</p> : null}
              <div className={css.tools}>
                <button type="button" onClick={() => void toggle(media)}>
                  <Lock size={24} aria-hidden />
                  {t(item.public ? 'common.word.public' : 'common.word.private')}
                </button>
                <button
                  type="button"
                  className={css.grip}
                  aria-label={t('phone.media.drag')}
                  onPointerDown={event => drag.begin(event, item.id)}
                >
                  <IconGripVertical size={26} aria-hidden />
                </button>
              </div>
            </li>
          )
        })}
      </ul>
      {openedMedia ? (
        <Viewer draft={draft} all={shown} media={openedMedia} onClose={() => setOpened(null)} />
      ) : null}
    </>
  )
}

/** Dragging by a handle: the others make room while the finger moves, the order is kept when it lifts. */
function useDrag(shown: ShownMedia[], keep: (order: ShownMedia[]) => void) {
  const [dragged, setDragged] = useState<string | null>(null)
  const [order, setOrder] = useState<ShownMedia[] | null>(null)
  const begin = (event: PointerEvent, id: string) => {
    event.preventDefault()
    let current = shown
    setDragged(id)
    const move = ({ clientX, clientY }: globalThis.PointerEvent) => {
      const under = document.elementFromPoint(clientX, clientY)
      const over = under?.closest<HTMLElement>('[data-media]')?.dataset.media
      if (!over || over === id) return
      current = moved(current, id, over)
      setOrder(current)
    }
    const end = () => {
      for (const name of ['pointerup', 'pointercancel'] as const) window.removeEventListener(name, end)
      window.removeEventListener('pointermove', move)
      keep(current)
      setDragged(null)
      setOrder(null)
    }
    // On the window: the handle itself changes its place in the page, and would lose the finger.
    window.addEventListener('pointermove', move)
    window.addEventListener('pointerup', end)
    window.addEventListener('pointercancel', end)
  }
  return { order: order ?? shown, dragged, begin }
}
