import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { newId } from '../../../shared/api/id'
import { isProblem } from '../../../shared/api/problem'
import type { Intervention } from '../../../shared/api/types'
import { useT } from '../../../shared/i18n'
import { fieldErrors, focusField } from '../../shell/fieldErrors'
import { say } from '../../shell/say'
import { useFile } from './context'
import { fieldLabel } from './labels'
import { changedTo, requests, saveDraft, useStoreFile } from './operations'
import { missingFields, unpricedLabels } from './sendable'

export type Way = 'email' | 'link'

/** Thrown when something else has to happen on the screen first; it has been said there. */
class Held extends Error {}

/**
 * Everything that the status bar can do with the open file. Whatever leaves the house is saved first, and never
 * leaves with a field missing.
 */
export function useFileActions(onErrors: (errors: Record<string, string>) => void) {
  const { t } = useT()
  const { file, draft } = useFile()
  const store = useStoreFile()
  const navigate = useNavigate()
  const [colleague, setColleague] = useState<Intervention | null>(null)
  const [unpriced, setUnpriced] = useState<{ way: Way; labels: string[] } | null>(null)
  const [link, setLink] = useState<string | null>(null)
  // One press keeps its name until the box has answered, so that a second try sends nothing twice.
  const press = useRef<string | null>(null)

  const onError = (error: unknown) => {
    if (error instanceof Held) return
    const errors = fieldErrors(error)
    onErrors(errors)
    focusField(document, Object.keys(errors))
    say.failed(error)
  }

  const saved = async (): Promise<Intervention> => {
    draft.adoptStandardMessage()
    if (!draft.dirty) return file
    const outcome = await saveDraft(file.id, draft)
    if ('colleague' in outcome) {
      if (outcome.colleague.rights.edit) setColleague(outcome.colleague)
      else store(outcome.colleague) // the page shows what could not be saved
      throw new Held()
    }
    onErrors({})
    store(outcome.file)
    return outcome.file
  }

  const save = useMutation({ mutationFn: saved, onError })

  /** For what shows the file as the box has it. */
  const whenSaved = (show: () => void) => saved().then(show, onError)

  const checked = (way: Way, priceless: boolean) => {
    const missing = missingFields(draft.mine.form, way)
    if (missing.length > 0) {
      const labels = missing.map(field =>
        way === 'link' && field === 'customer.email' ? t('office.file.send.reach') : fieldLabel(t, field),
      )
      onErrors(Object.fromEntries(missing.map(field => [field, t('office.file.send.needed')])))
      focusField(document, missing)
      say.wrong(t('office.file.send.missing', { fields: labels.join(', ') }))
      throw new Held()
    }
    const labels = unpricedLabels(draft.mine)
    if (labels.length === 0 || priceless) return
    setUnpriced({ way, labels })
    throw new Held()
  }

  /** Somebody else has changed what was about to leave the house: it is shown first. */
  const lookAgain = (current: Intervention) => {
    draft.follow(current)
    if (draft.base.version === current.version) store(current)
    else setColleague(current)
    say.wrong(t('office.file.send.changed'))
  }

  const send = useMutation({
    mutationFn: async ({ way, priceless = false }: { way: Way; priceless?: boolean }) => {
      checked(way, priceless)
      setUnpriced(null)
      const seen = await saved()
      if (way === 'link') {
        const { url } = await requests.share(seen)
        store(await requests.get(seen.id))
        setLink(url)
        return
      }
      press.current ??= newId()
      store(await requests.send(seen, press.current))
      press.current = null
      say.done(t('office.file.send.queued', { email: draft.mine.form['customer.email'] }))
    },
    onError: error => {
      if (isProblem(error) && !error.temporary) press.current = null
      const current = changedTo(error)
      if (current) lookAgain(current)
      else onError(error)
    },
  })

  const close = useMutation({
    mutationFn: async () => requests.close(await saved()),
    onSuccess: closed => {
      store(closed)
      say.undoable(t('office.file.closed'), () => reopen.mutate(closed))
    },
    onError,
  })
  const reopen = useMutation({ mutationFn: requests.reopen, onSuccess: store, onError })
  const withdraw = useMutation({
    mutationFn: () => requests.withdraw(file.id),
    onSuccess: withdrawn => {
      store(withdrawn)
      say.done(t('office.file.share.withdrawn'))
    },
    onError,
  })
  const remove = useMutation({
    mutationFn: () => requests.remove(file.id),
    onSuccess: async () => {
      draft.discard()
      await navigate({ to: '/', search: {} })
      say.done(t('office.file.deleted', { reference: file.reference }))
    },
    onError,
  })

  return {
    save,
    send,
    close,
    reopen,
    remove,
    withdraw,
    whenSaved,
    onError,
    colleague,
    setColleague,
    unpriced,
    setUnpriced,
    link,
    setLink,
  }
}

export type FileActions = ReturnType<typeof useFileActions>
