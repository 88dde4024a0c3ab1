import { useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '../../../shared/api/client'
import { isProblem } from '../../../shared/api/problem'
import type { Intervention, Origin } from '../../../shared/api/types'
import type { Draft } from './draft'

const at = (id: string) => ({ params: { path: { id } } })

/** The requests about one file. Each answers with the file as it is afterwards. */
export const requests = {
  get: (id: string, signal?: AbortSignal) =>
    unwrap(api.GET('/api/interventions/{id}', { ...at(id), signal })),
  correctContact: ({ id, version, customer }: Intervention, to: Contact) => {
    const changed: Partial<Contact> = {}
    if (to.email !== customer.email) changed.email = to.email
    if (to.phone !== customer.phone) changed.phone = to.phone
    return unwrap(api.PATCH('/api/interventions/{id}', { ...at(id), body: { version, customer: changed } }))
  },
  send: ({ id, version }: Intervention, pressId: string) =>
    unwrap(
      api.POST('/api/interventions/{id}/send', {
        ...at(id),
        body: { channels: ['email'], press_id: pressId, version },
      }),
    ),
  retry: (id: string, sending: string) =>
    unwrap(
      api.POST('/api/interventions/{id}/sendings/{sending}/retry', { params: { path: { id, sending } } }),
    ),
  share: ({ id, version }: Intervention) =>
    unwrap(api.POST('/api/interventions/{id}/share', { ...at(id), body: { version } })),
  withdraw: (id: string) => unwrap(api.POST('/api/interventions/{id}/withdraw', at(id))),
  close: ({ id, version }: Intervention) =>
    unwrap(api.POST('/api/interventions/{id}/close', { ...at(id), body: { version } })),
  reopen: ({ id, version }: Intervention) =>
    unwrap(api.POST('/api/interventions/{id}/reopen', { ...at(id), body: { version } })),
  remove: (id: string) => unwrap(api.DELETE('/api/interventions/{id}', at(id))),
  accept: ({ id, version }: Intervention, answer: ManualAnswer) =>
    unwrap(api.POST('/api/interventions/{id}/accept', { ...at(id), body: { version, ...answer } })),
}

interface Contact {
  email: string
  phone: string
}

export interface ManualAnswer {
  works: { id: string; decision: 'accepted' | 'refused' }[]
  origin: Origin
  notify: 'email'[]
}

/** Puts an answered file where the page and the list see it. */
export function useStoreFile(): (file: Intervention) => void {
  const queryClient = useQueryClient()
  return file => {
    // A colleague's newer state may have come in while the answer was on its way.
    queryClient.setQueryData(['intervention', file.id], (known?: Intervention) =>
      known && known.version > file.version ? known : file,
    )
    void queryClient.invalidateQueries({ queryKey: ['interventions'] })
  }
}

export type Saved = { file: Intervention } | { colleague: Intervention }

/**
 * Saves the draft. When a colleague has saved meanwhile and what they changed is on the screen too, their state
 * comes back for the advisor to compare; when nothing that one can see differs, the save simply goes on. When they
 * have sent the file, nothing can be saved any more: their state comes back, and the draft keeps what was typed apart.
 */
export async function saveDraft(id: string, draft: Draft): Promise<Saved> {
  for (;;) {
    const sent = draft.mine
    try {
      const file = await unwrap(api.PATCH('/api/interventions/{id}', { ...at(id), body: draft.patch() }))
      draft.saved(file, sent)
      return { file }
    } catch (error) {
      const colleague = await currentOf(id, error)
      if (!colleague) throw error
      const { version } = draft.base
      draft.follow(colleague)
      if (draft.base.version === version || !colleague.rights.edit) return { colleague }
    }
  }
}

/** The file as a colleague has left it, when that is why it could not be saved. */
async function currentOf(id: string, refusal: unknown): Promise<Intervention | null> {
  return isProblem(refusal, 'not_editable') ? requests.get(id) : changedTo(refusal)
}

/** The file as it is now, when it was refused that it is no longer the one on the screen. */
export function changedTo(refusal: unknown): Intervention | null {
  return isProblem(refusal, 'changed_meanwhile') ? (refusal.body.current as Intervention) : null
}
