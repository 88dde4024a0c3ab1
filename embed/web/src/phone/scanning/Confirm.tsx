import { IconArrowRight, IconCamera, IconSearch } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useT } from '../../shared/i18n'
import { beginDraft } from '../interventions/drafts'
import { db } from '../storage/open'
import { Button } from '../ui/Button'
import { TextField } from '../ui/Field'
import { BackButton, Screen } from '../ui/Screen'
import css from './Confirm.module.css'
import { Existing } from './Existing'
import { takeKnownVehicle } from './knownVehicle'
import { longestReference, vehicleIn } from './meaning'
import { PlateReadings } from './PlateReadings'
import type { Aim } from './ScanButtons'

/** What the finder came back with: a code's text, a picture of a plate still to be read, or a wish to type. */
export type Found = { from: 'code'; text: string } | { from: 'plate'; picture: Blob } | { from: 'hand' }

interface Props {
  aim: Aim
  found: Found
  again: () => void
  search: (text: string) => void
}

/** A person says yes to what was read, or corrects it; what exists under it already is offered. */
export function Confirm({ aim, found, again, search }: Props) {
  const { t } = useT()
  const navigate = useNavigate()
  const [text, setText] = useState(found.from === 'code' ? found.text : '')
  const wanted = text.trim()

  const go = async (event: FormEvent) => {
    event.preventDefault()
    if (wanted === '') return
    if (aim === 'list') return search(wanted)
    const draft = await beginDraft(db, wanted, vehicleIn(wanted, found.from))
    // What is known of the vehicle follows; nobody waits for it.
    void takeKnownVehicle(db, draft.id).catch(() => {})
    await navigate({ to: '/draft/$id/$step', params: { id: draft.id, step: 'module' }, replace: true })
  }
  return (
    <Screen
      title={t(found.from === 'hand' ? 'phone.scan.type' : 'phone.scan.confirm')}
      lead={<BackButton onClick={again} />}
      dock={
        <form className={css.form} onSubmit={event => void go(event)}>
          <TextField
            big
            label={t(found.from === 'code' ? 'phone.scan.text' : 'phone.scan.typed')}
            value={text}
            maxLength={longestReference}
            autoCapitalize="characters"
            spellCheck={false}
            enterKeyHint={aim === 'list' ? 'search' : 'go'}
            autoFocus={found.from === 'hand'}
            onChange={event => setText(event.target.value)}
          />
          <Button type="submit" look="primary" disabled={wanted === ''}>
            {aim === 'list' ? <IconSearch size={28} aria-hidden /> : null}
            {t(aim === 'list' ? 'common.action.search' : 'phone.scan.begin')}
            {aim === 'list' ? null : <IconArrowRight size={28} aria-hidden />}
          </Button>
          <Button onClick={again}>
            <IconCamera size={28} aria-hidden />
            {t(found.from === 'hand' ? 'phone.scan.title' : 'phone.scan.again')}
          </Button>
        </form>
      }
    >
      {found.from === 'plate' ? (
        <PlateReadings picture={found.picture} chosen={text} choose={setText} />
      ) : null}
      <Existing text={wanted} />
    </Screen>
  )
}
