import { notifications } from '@mantine/notifications'
import { createElement, type ReactNode } from 'react'
import { problemText } from '../../shared/problems'
import { UndoMessage } from './UndoMessage'

/** Short messages at the edge of the screen. They never ask; what can be taken back carries an undo. */
export const say = {
  done(message: ReactNode) {
    notifications.show({ message, color: 'petrol', withBorder: true })
  },
  failed(error: unknown) {
    notifications.show({ message: problemText(error), color: 'red', withBorder: true, autoClose: 9_000 })
  },
  wrong(message: string) {
    notifications.show({ message, color: 'red', withBorder: true, autoClose: 9_000 })
  },
  undoable(message: string, undo: () => unknown) {
    const id = `undo-${message}-${Date.now()}`
    const onUndo = () => {
      notifications.hide(id)
      undo()
    }
    notifications.show({
      id,
      message: createElement(UndoMessage, { message, onUndo }),
      color: 'petrol',
      withBorder: true,
      autoClose: 10_000,
    })
  },
}
