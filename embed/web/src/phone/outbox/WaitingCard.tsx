import { IconCloudUp } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { formatBytes } from '../../shared/format'
import { useT } from '../../shared/i18n'
import type { Draft } from '../interventions/draft'
import { type DraftMedia, mediaOf } from '../storage/db'
import { useLive } from '../storage/live'
import { db } from '../storage/open'
import cards from '../ui/cards.module.css'
import { useOnline } from '../ui/context'
import { ModuleIcon } from '../ui/ModuleIcon'

/** How much of all the bytes the box has; the file itself counts as a little. */
export function shareSent(draft: Draft, media: DraftMedia[]): number {
  const own = 1000
  const all = own + media.reduce((sum, item) => sum + item.size, 0)
  const sent = (draft.sending.created ? own : 0) + media.reduce((sum, item) => sum + item.offset, 0)
  return sent / all
}

/** The bytes of all photos and videos, and how many of them the box has. */
export function bytesOf(media: DraftMedia[]): { sent: number; all: number } {
  const sum = (of: 'offset' | 'size') => media.reduce((bytes, item) => bytes + item[of], 0)
  return { sent: sum('offset'), all: sum('size') }
}

/** A finished file that the box does not have whole, with what it waits for. */
export function WaitingCard({ draft }: { draft: Draft }) {
  const { t, language } = useT()
  const media = useLive(() => mediaOf(db, draft.id), draft.id) ?? []
  const share = shareSent(draft, media)
  const size = bytesOf(media)
  const wait = useWait(draft)
  return (
    <Link to="/waiting/$id" params={{ id: draft.id }} className={cards.card}>
      <span className={cards.tile}>
        {draft.module ? <ModuleIcon module={draft.module} /> : <IconCloudUp size={26} aria-hidden />}
      </span>
      <span>
        <span className={cards.name} style={{ display: 'block' }}>
          {draft.reference}
        </span>
        <span style={{ display: 'block' }}>{t(`phone.wait.${wait}`)}</span>
        {draft.sending.detail ? (
          <span className={cards.more} style={{ display: 'block' }}>
            {draft.sending.detail}
          </span>
        ) : null}
        {size.all > 0 ? (
          <span className={cards.more} style={{ display: 'block' }}>
            {t('phone.waiting.at_the_box', {
              sent: formatBytes(language, size.sent),
              all: formatBytes(language, size.all),
            })}
          </span>
        ) : null}
      </span>
      <span className={cards.time}>{Math.floor(share * 100)} %</span>
      <span
        className={cards.bar}
        role="progressbar"
        aria-label={t('phone.waiting.progress')}
        aria-valuenow={Math.floor(share * 100)}
      >
        <div style={{ width: `${share * 100}%` }} />
      </span>
    </Link>
  )
}

/** What it waits for; without a network nothing else needs saying. */
export function useWait(draft: Draft) {
  const online = useOnline()
  const { wait } = draft.sending
  const moving = wait === 'queued' || wait === 'sending' || wait === 'box_busy'
  return moving && !online ? 'offline' : wait
}
