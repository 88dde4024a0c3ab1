import { Modal } from '@mantine/core'
import { api, unwrap } from '../../../shared/api/client'
import type { Intervention } from '../../../shared/api/types'
import { useT } from '../../../shared/i18n'
import { IdentityForm } from '../NewIntervention'

interface Props {
  file: Intervention
  opened: boolean
  onClose: () => void
}

export function DuplicateDialog({ file, opened, onClose }: Props) {
  const { t } = useT()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('office.file.duplicate')}
      closeButtonProps={{ 'aria-label': t('common.action.close') }}
    >
      <IdentityForm
        initial={{ brand: file.brand, module: file.module, reference: '' }}
        submitLabel={t('common.action.duplicate')}
        onSend={body =>
          unwrap(api.POST('/api/interventions/{id}/duplicate', { params: { path: { id: file.id } }, body }))
        }
        onClose={onClose}
      />
    </Modal>
  )
}
