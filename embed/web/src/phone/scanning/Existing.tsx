import { IconArrowRight, IconPencil } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { InterventionRow, Mode } from '../../shared/api/types'
import { useT } from '../../shared/i18n'
import { RowCard } from '../interventions/ListPage'
import { useLive } from '../storage/live'
import { db } from '../storage/open'
import cards from '../ui/cards.module.css'
import { usePhone } from '../ui/context'
import { askedMatches, keptMatches, noMatches } from './matches'

/** Interventions that exist under a text already: nobody should begin a second one unknowingly. */
export function Existing({ text }: { text: string }) {
  const { t } = useT()
  const { mode } = usePhone()
  const kept = useLive(() => keptMatches(db, mode, text), `${mode}|${text}`) ?? noMatches
  const asked = useAsked(mode, text)
  const begun = new Set(kept.drafts.map(({ id }) => id))
  const rows = (asked ?? kept.rows).filter(({ id }) => !begun.has(id))
  const some = kept.drafts.length + rows.length > 0
  return (
    <section className={cards.group} aria-live="polite">
      {some ? <h2 className={cards.heading}>{t('phone.scan.exists')}</h2> : null}
      {kept.drafts.map(draft => (
        <Link
          key={draft.id}
          to="/draft/$id/$step"
          params={{ id: draft.id, step: draft.step }}
          replace
          className={cards.card}
        >
          <span className={cards.tile}>
            <IconPencil size={26} aria-hidden />
          </span>
          <span>
            <span className={cards.name} style={{ display: 'block' }}>
              {draft.reference}
            </span>
            <span className={cards.more} style={{ display: 'block' }}>
              {t('phone.scan.begun_here')}
            </span>
          </span>
          <IconArrowRight size={26} aria-hidden />
        </Link>
      ))}
      {rows.map(row => (
        <RowCard key={row.id} row={row} />
      ))}
    </section>
  )
}

/** What the box knows of; null as long as it has not answered to this text: what the phone keeps stands in. */
function useAsked(mode: Mode, text: string): InterventionRow[] | null {
  const [asked, setAsked] = useState<{ text: string; rows: InterventionRow[] } | null>(null)
  useEffect(() => {
    if (text === '') return
    let wanted = true
    const timer = setTimeout(() => {
      askedMatches(db, mode, text)
        .then(rows => {
          if (wanted) setAsked({ text, rows })
        })
        .catch(() => {}) // without the box the phone's own list has to do
    }, 200)
    return () => {
      wanted = false
      clearTimeout(timer)
    }
  }, [mode, text])
  return asked?.text === text ? asked.rows : null
}
