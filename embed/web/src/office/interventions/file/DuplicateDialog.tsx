import { useState } from 'react'
import { api, unwrap } from '../../../shared/api/client'
import { newId } from '../../../shared/api/id'
import type { Intervention } from '../../../shared/api/types'
import { useT } from '../../../shared/i18n'
import { modulesOf } from '../../../shared/modules'
import { Dialog } from '../../shell/Dialog'
import { IdentityForm } from '../NewIntervention'

interface Props {
  file: Intervention
  opened: boolean
  onClose: () => void
  /** Makes a direct message of UC stock, in which only the customer is missing. */
  asMessage?: boolean
}

export function DuplicateDialog({ opened, ...props }: Props) {
  const { t } = useT()
  const title = t(props.asMessage ? 'office.file.as_message.title' : 'office.file.duplicate')
  return (
    <Dialog opened={opened} onClose={props.onClose} title={title}>
      <DuplicateForm {...props} />
    </Dialog>
  )
}

function DuplicateForm({ file, onClose, asMessage }: Omit<Props, 'opened'>) {
  const { t } = useT()
  // One for all presses: an answer that was lost must not make a second copy.
  const [id] = useState(() => newId())
  const params = { path: { id: file.id } }
  const { brand, module, reference } = file
  const offered = asMessage
    ? { modules: ['direct_message'] as const, initial: { brand, reference }, goOnIn: 'customer.last_name' }
    : { modules: modulesOf[file.mode], initial: { brand, module, reference: '' } }
  return (
    <IdentityForm
      {...offered}
      submitLabel={t(asMessage ? 'office.file.as_message.make' : 'common.action.duplicate')}
      onSend={identity =>
        unwrap(api.POST('/api/interventions/{id}/duplicate', { params, body: { id, ...identity } }))
      }
      onClose={onClose}
    />
  )
}
