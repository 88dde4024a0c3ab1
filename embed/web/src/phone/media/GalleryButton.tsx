import { type ReactNode, useRef } from 'react'
import { translate, useT } from '../../shared/i18n'
import type { Draft } from '../interventions/draft'
import { pump } from '../outbox/open'
import { mediaOf } from '../storage/db'
import { db } from '../storage/open'
import { Button } from '../ui/Button'
import { say } from '../ui/toasts'
import type { Picked } from './gallery'
import { tellImport, useImport } from './imports'
import { taken } from './limits'
import { useLimits } from './room'
import type { Begin } from './writer'

interface Props {
  draft: Draft
  begin: Pick<Begin, 'purpose' | 'public' | 'work_id'>
  className?: string
  children: ReactNode
}

/** Opens the phone's gallery and keeps what was picked; says what did not fit and why. */
export function GalleryButton({ draft, begin, className, children }: Props) {
  const { t } = useT()
  const limits = useLimits()
  const input = useRef<HTMLInputElement>(null)
  const busy = useImport() !== null
  const keep = async (files: File[]) => {
    if (files.length === 0) return
    tellImport(0)
    try {
      const used = taken([...(await mediaOf(db, draft.id)), ...draft.remote.filter(item => !item.deleted)])
      const { keepPicked } = await import('./gallery')
      say(reportOf(await keepPicked(db, files, { ...begin, draft: draft.id }, limits, used, tellImport)))
    } finally {
      tellImport(null)
    }
    pump.kick() // the file may have been finished meanwhile
  }
  return (
    <>
      <Button className={className} disabled={busy} onClick={() => input.current?.click()}>
        {children}
      </Button>
      <input
        ref={input}
        hidden
        multiple
        type="file"
        accept="image/*,video/*"
        aria-label={t('phone.media.gallery')}
        onChange={event => {
          const files = [...(event.target.files ?? [])]
          event.target.value = ''
          void keep(files)
        }}
      />
    </>
  )
}

/** How many were taken in, and how many were not and why. */
export function reportOf({ kept, refused }: Picked): string {
  const told = kept.length > 0 ? [translate('phone.media.kept', { count: kept.length })] : []
  const first = refused[0]
  if (first) {
    const why = translate(`phone.media.refused.${first.why}`)
    told.push(translate('phone.media.not_kept', { count: refused.length, name: first.name, why }))
  }
  return told.join('. ')
}
