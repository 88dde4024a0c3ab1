import { IconX } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { useT } from '../../shared/i18n'
import { Button } from './Button'
import css from './Sheet.module.css'

interface Props {
  title: string
  onClose: () => void
  children: ReactNode
}

/** A sheet from the bottom, where the thumb is. The browser keeps the focus inside and closes on Escape. */
export function Sheet({ title, onClose, children }: Props) {
  const { t } = useT()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const element = dialog.current
    if (element && !element.open) element.showModal()
  }, [])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a dialog by itself
    <dialog
      ref={dialog}
      className={css.sheet}
      aria-label={title}
      onClose={onClose}
      onClick={event => {
        if (event.target === dialog.current) dialog.current.close()
      }}
    >
      <div className={css.inner}>
        <div className={css.head}>
          <h2 className={css.title}>{title}</h2>
          <Button look="quiet" aria-label={t('common.action.close')} onClick={() => dialog.current?.close()}>
            <IconX size={28} />
          </Button>
        </div>
        {children}
      </div>
    </dialog>
  )
}
