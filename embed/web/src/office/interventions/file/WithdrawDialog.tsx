import { useT } from '../../../shared/i18n'
import { Question } from '../../shell/Question'
import type { FileActions } from './useFileActions'

interface Props {
  actions: FileActions
  opened: boolean
  onClose: () => void
}

/** A withdrawn link never works again; sending again makes another one. */
export function WithdrawDialog({ actions: { withdraw }, opened, onClose }: Props) {
  const { t } = useT()
  return (
    <Question
      opened={opened}
      onClose={onClose}
      title={t('office.file.share.withdraw_title')}
      text={t('office.file.share.withdraw_text')}
      confirm={t('office.file.share.withdraw')}
      pending={withdraw.isPending}
      onConfirm={() => withdraw.mutate(undefined, { onSuccess: onClose })}
    />
  )
}
