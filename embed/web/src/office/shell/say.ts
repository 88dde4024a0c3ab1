import { notifications } from '@mantine/notifications'
import { createElement, type ReactNode } from 'react'
import { translate } from '../../shared/i18n'
import { problemText } from '../../shared/problems'
import { UndoMessage } from './UndoMessage'

type Message = Parameters<typeof notifications.show>[0]

/** The cross has no words of its own: it is named for those who hear the page. */
function show(message: Message) {
  const closeButtonProps = { 'aria-label': translate('common.action.close') }
  notifications.show({ withBorder: true, closeButtonProps, ...message })
}

/** Short messages at the edge of the screen. They never ask; what can be taken back carries an undo. */
export const say = {
  done(message: ReactNode) {
    show({ message, color: 'petrol' })
  },
  failed(error: unknown) {
    show({ message: problemText(error), color: 'red', autoClose: 9_000 })
  },
  wrong(message: string) {
    show({ message, color: 'red', autoClose: 9_000 })
  },
  undoable(message: string, undo: () => unknown) {
    const id = `undo-${message}-${Date.now()}`
    const onUndo = () => {
      notifications.hide(id)
      undo()
    }
    show({
      id,
      message: createElement(UndoMessage, { message, onUndo }),
      color: 'petrol',
      autoClose: 10_000,
    })
  },
}
