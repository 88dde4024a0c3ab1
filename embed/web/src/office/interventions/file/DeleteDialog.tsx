import { useT } from '../../../shared/i18n'
import { Question } from '../../shell/Question'
import { useFile } from './context'
import type { FileActions } from './useFileActions'

interface Props {
  actions: FileActions
  opened: boolean
  onClose: () => void
}

/** Deleting takes everything along. */
export function DeleteDialog({ actions: { remove }, opened, onClose }: Props) {
  const { t } = useT()
  const { file } = useFile()
  return (
    <Question
      opened={opened}
      onClose={onClose}
      title={t('office.file.remove.title', { reference: file.reference })}
      text={t('office.file.remove.text')}
      confirm={t('office.file.remove.confirm')}
      pending={remove.isPending}
      onConfirm={() => remove.mutate()}
    />
  )
}
