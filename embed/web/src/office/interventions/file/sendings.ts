import type { Intervention, Sending } from '../../../shared/api/types'

type Seen = Pick<Intervention, 'sendings' | 'status'> & {
  history: Pick<Intervention['history'][number], 'kind' | 'at' | 'data'>[]
  customer: Pick<Intervention['customer'], 'email'>
  rights: Pick<Intervention['rights'], 'send'>
}

/** The mails that did not arrive: of each purpose the newest counts, and only what can be sent again now. */
export function failedSendings(file: Seen): Sending[] {
  if (file.status === 'closed') return []
  const newest = new Map<string, Sending>()
  for (const sending of file.sendings) {
    const known = newest.get(sending.purpose)
    if (!known || sending.created_at > known.created_at) newest.set(sending.purpose, sending)
  }
  const maySend = file.rights.send && !addressMoved(file)
  return [...newest.values()].filter(
    ({ state, purpose }) => state === 'failed' && (maySend || purpose === 'confirmation'),
  )
}

const handedOver = ['sent', 'send_retried', 'link_shared']

/** Whether the e-mail was corrected and nothing has gone to the customer since. */
export function addressMoved({ history, customer, rights }: Seen): boolean {
  if (!rights.send || customer.email === '') return false
  const told = history.filter(({ kind, data }) => handedOver.includes(kind) || isCorrection(kind, data))
  const last = told.sort((a, b) => b.at.localeCompare(a.at))[0]
  return last !== undefined && isCorrection(last.kind, last.data)
}

function isCorrection(kind: string, data: Record<string, unknown>): boolean {
  return kind === 'contact_corrected' && data.email !== undefined
}

/** Whether the page itself says that the customer has not got the mail, and offers to send it. */
export function offersMail(file: Seen): boolean {
  return addressMoved(file) || failedSendings(file).some(({ purpose }) => purpose === 'intervention')
}
