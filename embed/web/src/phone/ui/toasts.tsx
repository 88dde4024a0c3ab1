import { useEffect, useState } from 'react'
import { useT } from '../../shared/i18n'
import css from './toasts.module.css'

interface Toast {
  key: number
  text: string
  undo?: (() => void) | undefined
}

type Listener = (toast: Toast) => void
const listeners = new Set<Listener>()
let count = 0

/** Says something for a moment; with a way back where there is one. */
export function say(text: string, undo?: () => void): void {
  const toast = { key: ++count, text, undo }
  for (const listener of listeners) listener(toast)
}

const SHORT_MS = 3_500
const WITH_UNDO_MS = 8_000

/** Where messages appear: above the actions, read aloud by a screen reader. */
export function Toasts() {
  const { t } = useT()
  const [toast, setToast] = useState<Toast | null>(null)
  useEffect(() => {
    listeners.add(setToast)
    return () => void listeners.delete(setToast)
  }, [])
  useEffect(() => {
    if (!toast) return
    const timer = setTimeout(() => setToast(null), toast.undo ? WITH_UNDO_MS : SHORT_MS)
    return () => clearTimeout(timer)
  }, [toast])
  return (
    <div className={css.place} aria-live="polite">
      {toast ? (
        <div key={toast.key} className={css.toast}>
          <span>{toast.text}</span>
          {toast.undo ? (
            <button
              type="button"
              className={css.undo}
              onClick={() => {
                toast.undo?.()
                setToast(null)
              }}
            >
              {t('common.action.undo')}
            </button>
          ) : null}
        </div>
      ) : null}
    </div>
  )
}
