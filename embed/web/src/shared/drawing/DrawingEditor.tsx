import { IconArrowBackUp, IconArrowForwardUp, IconCheck, IconX } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { useT } from '../i18n'
import css from './Drawing.module.css'
import { PenBar } from './PenBar'
import { Surface } from './Surface'
import { type Shape, sameDrawing } from './shapes'
import { useDrawing } from './useDrawing'

interface Props {
  /** The photo without its drawing. */
  source: string
  shapes: Shape[]
  /** Keeps what is drawn now; answers what went wrong, and then the editor stays open. */
  onSave: (shapes: Shape[]) => Promise<string | null>
  onClose: () => void
}

/** Drawing on a photo, as large as the window; dark in every colour scheme, like the light table that it is. */
export function DrawingEditor({ source, shapes, onSave, onClose }: Props) {
  const { t } = useT()
  const dialog = useRef<HTMLDialogElement>(null)
  const drawing = useDrawing(shapes)
  const [leaving, setLeaving] = useState(false)
  const [saving, setSaving] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const help = useId()
  const { steps, take } = drawing
  const changed = !sameDrawing(steps.shapes, shapes)
  useEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal()
  }, [])
  const close = () => dialog.current?.close()
  const leave = () => (changed ? setLeaving(true) : close())
  const save = async () => {
    setSaving(true)
    const wrong = changed ? await onSave(steps.shapes) : null
    setSaving(false)
    setFailure(wrong)
    if (wrong === null) close()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const taken = stepOf(event)
    if (!taken) return
    event.preventDefault()
    take(taken)
  }
  return (
    <dialog
      ref={dialog}
      className={css.editor}
      aria-label={t('common.drawing.title')}
      onKeyDown={onKeyDown}
      onCancel={event => {
        event.preventDefault()
        leave()
      }}
      onClose={event => {
        event.stopPropagation() // it may lie over another dialog, which stays
        onClose()
      }}
    >
      <header className={css.head}>
        <button type="button" className={css.icon} aria-label={t('common.action.close')} onClick={leave}>
          <IconX size={26} aria-hidden />
        </button>
        <span className={css.gap} />
        <button
          type="button"
          className={css.icon}
          aria-label={t('common.action.undo')}
          disabled={steps.past.length === 0}
          onClick={() => take('undo')}
        >
          <IconArrowBackUp size={26} aria-hidden />
        </button>
        <button
          type="button"
          className={css.icon}
          aria-label={t('common.drawing.redo')}
          disabled={steps.future.length === 0}
          onClick={() => take('redo')}
        >
          <IconArrowForwardUp size={26} aria-hidden />
        </button>
        <button type="button" className={css.save} disabled={saving} onClick={() => void save()}>
          <IconCheck size={22} aria-hidden />
          {t('common.drawing.save')}
        </button>
      </header>
      <Surface source={source} drawing={drawing} help={help} />
      {leaving ? (
        <div className={css.ask} role="alertdialog" aria-label={t('common.drawing.unsaved')}>
          <p>{t('common.drawing.unsaved')}</p>
          <button type="button" className={css.plain} onClick={close}>
            {t('common.drawing.discard')}
          </button>
          {/* biome-ignore lint/a11y/noAutofocus: the question has just come up, and this is its harmless answer */}
          <button type="button" className={css.save} autoFocus onClick={() => setLeaving(false)}>
            {t('common.drawing.go_on')}
          </button>
        </div>
      ) : (
        <PenBar
          pen={drawing.pen}
          onPen={drawing.setPen}
          empty={steps.shapes.length === 0}
          onClear={() => take({ do: [] })}
        />
      )}
      <p className={css.said} role="alert">
        {failure ?? (drawing.full ? t('common.drawing.full') : '')}
      </p>
      <p id={help} className="fb-spoken">
        {t('common.drawing.keys')}
      </p>
      <p className="fb-spoken" aria-live="polite">
        {drawing.begun && drawing.cross
          ? t('common.drawing.begun')
          : t('common.drawing.count', { count: steps.shapes.length })}
      </p>
    </dialog>
  )
}

/** Ctrl or ⌘ with Z, and with Shift Z or Y the way forth. */
function stepOf({ key, ctrlKey, metaKey, shiftKey }: KeyboardEvent): 'undo' | 'redo' | null {
  if (!ctrlKey && !metaKey) return null
  if (key.toLowerCase() === 'z') return shiftKey ? 'redo' : 'undo'
  return key.toLowerCase() === 'y' ? 'redo' : null
}
