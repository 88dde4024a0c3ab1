import { api, unwrap } from '../../../shared/api/client'
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
      <IdentityForm
        initial={{ brand: file.brand, module: file.module, reference: '' }}
        submitLabel={t('common.action.duplicate')}
        onSend={body =>
          unwrap(api.POST('/api/interventions/{id}/duplicate', { params: { path: { id: file.id } }, body }))
        }
        onClose={onClose}
      />
    </Dialog>
  )
}
