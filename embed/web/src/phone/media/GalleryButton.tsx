import { type ReactNode, useRef, useState } from 'react'
import { translate, useT } from '../../shared/i18n'
import type { Draft } from '../interventions/draft'
import { pump } from '../outbox/open'
import { mediaOf } from '../storage/db'
import { db } from '../storage/open'
import { Button } from '../ui/Button'
import { usePhone } from '../ui/context'
import { say } from '../ui/toasts'
import type { Picked } from './gallery'
import { taken } from './limits'
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
  const { limits } = usePhone().pairing.dealership
  const input = useRef<HTMLInputElement>(null)
  const [share, setShare] = useState<number | null>(null)
  const keep = async (files: File[]) => {
    if (files.length === 0) return
    setShare(0)
    const used = taken([...(await mediaOf(db, draft.id)), ...draft.remote.filter(item => !item.deleted)])
    const { keepPicked } = await import('./gallery')
    const picked = await keepPicked(db, files, { ...begin, draft: draft.id }, limits, used, setShare)
    setShare(null)
    report(picked)
    pump.kick() // the file may have been finished meanwhile
  }
  return (
    <>
      <Button className={className} disabled={share !== null} onClick={() => input.current?.click()}>
        {share === null ? children : `${Math.floor(share * 100)} %`}
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

function report({ kept, refused }: Picked): void {
  const first = refused[0]
  if (first) say(`${first.name}: ${translate(`phone.media.refused.${first.why}`)}`)
  else say(translate('phone.media.kept', { count: kept.length }))
}
