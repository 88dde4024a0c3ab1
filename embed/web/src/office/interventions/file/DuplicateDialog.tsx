import { useState } from 'react'
import { api, unwrap } from '../../../shared/api/client'
import { newId } from '../../../shared/api/id'
import type { Intervention } from '../../../shared/api/types'
import { useT } from '../../../shared/i18n'
import { Dialog } from '../../shell/Dialog'
import { IdentityForm } from '../NewIntervention'

interface Props {
  file: Intervention
  opened: boolean
  onClose: () => void
}

export function DuplicateDialog({ file, opened, onClose }: Props) {
  const { t } = useT()
  return (
    <Dialog opened={opened} onClose={onClose} title={t('office.file.duplicate')}>
      <DuplicateForm file={file} onClose={onClose} />
    </Dialog>
  )
}

function DuplicateForm({ file, onClose }: Omit<Props, 'opened'>) {
  const { t } = useT()
  // One for all presses: an answer that was lost must not make a second copy.
  const [id] = useState(() => newId())
  const params = { path: { id: file.id } }
  return (
    <IdentityForm
      initial={{ brand: file.brand, module: file.module, reference: '' }}
      submitLabel={t('common.action.duplicate')}
      onSend={identity =>
        unwrap(api.POST('/api/interventions/{id}/duplicate', { params, body: { id, ...identity } }))
      }
      onClose={onClose}
    />
  )
}
