import { Modal, type ModalProps } from '@mantine/core'
import { useT } from '../../shared/i18n'

type Props = Pick<ModalProps, 'opened' | 'onClose' | 'title' | 'size' | 'children'>

/** A question or a form above the page. Its cross has a name for those who hear the page. */
export function Dialog(props: Props) {
  const { t } = useT()
  return <Modal {...props} closeButtonProps={{ 'aria-label': t('common.action.close') }} />
}
