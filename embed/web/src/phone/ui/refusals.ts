import { translate } from '../../shared/i18n'
import { isStorageError } from '../storage/errors'
import { say } from './toasts'

/** Tells when something could not be kept, whoever had asked for it and went on. */
export function tellWhenNotKept(): void {
  window.addEventListener('unhandledrejection', event => {
    if (!isStorageError(event.reason)) return
    event.preventDefault()
    say(translate('phone.storage.not_kept'))
  })
}
