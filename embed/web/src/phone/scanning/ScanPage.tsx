import { useNavigate, useParams, useRouter, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { keepAwake } from '../ui/awake'
import { Confirm, type Found } from './Confirm'
import { Finder } from './Finder'

/** Scans a code or a licence plate, or leads to typing: what was found is confirmed before anything begins. */
export function ScanPage() {
  const { what } = useParams({ from: '/paired/scan/$what' })
  const { aim } = useSearch({ from: '/paired/scan/$what' })
  const navigate = useNavigate()
  const { history } = useRouter()
  const [found, setFound] = useState<Found | null>(null)
  useEffect(keepAwake, [])

  const search = (text: string) => void navigate({ to: '/list', search: { q: text }, replace: true })
  if (found)
    return <Confirm key={what} aim={aim} found={found} again={() => setFound(null)} search={search} />
  return (
    <Finder
      what={what}
      found={found => {
        // The list shows what was searched with, and lets it be corrected.
        if (aim === 'list' && found.from === 'code') search(found.text)
        else setFound(found)
      }}
      open={id => void navigate({ to: '/file/$id', params: { id }, replace: true })}
      turn={() =>
        void navigate({
          to: '/scan/$what',
          params: { what: what === 'code' ? 'plate' : 'code' },
          search: { aim },
          replace: true,
        })
      }
      leave={() => (history.canGoBack() ? history.back() : void navigate({ to: '/' }))}
    />
  )
}
