import { IconSearch, IconX } from '@tabler/icons-react'
import { type ComponentProps, useId } from 'react'
import { useT } from '../../shared/i18n'
import { Button } from './Button'
import { classes } from './classes'
import css from './Field.module.css'

interface Named {
  label: string
  hint?: string | undefined
}

/** A line of text; big for the one thing that a page is about. */
export function TextField({
  label,
  hint,
  big,
  ...rest
}: Named & { big?: boolean } & ComponentProps<'input'>) {
  const id = useId()
  return (
    <div className={css.field}>
      <label className={css.label} htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        autoComplete="off"
        {...rest}
        className={classes(css.input, big && css.big)}
        aria-describedby={hint ? `${id}-hint` : undefined}
      />
      {hint ? (
        <p id={`${id}-hint`} className={css.hint}>
          {hint}
        </p>
      ) : null}
    </div>
  )
}

export function NoteField({ label, hint, ...rest }: Named & ComponentProps<'textarea'>) {
  const id = useId()
  return (
    <div className={css.field}>
      <label className={css.label} htmlFor={id}>
        {label}
      </label>
      <textarea
        id={id}
        rows={3}
        {...rest}
        className={css.input}
        aria-describedby={hint ? `${id}-hint` : undefined}
      />
      {hint ? (
        <p id={`${id}-hint`} className={css.hint}>
          {hint}
        </p>
      ) : null}
    </div>
  )
}

interface Choice {
  value: string
  label: string
}

/** The phone's own picker: it is large, known, and works with a glove. */
export function SelectField({
  label,
  hint,
  choices,
  ...rest
}: Named & { choices: Choice[] } & ComponentProps<'select'>) {
  const id = useId()
  return (
    <div className={css.field}>
      <label className={css.label} htmlFor={id}>
        {label}
      </label>
      <select id={id} {...rest} className={css.input}>
        {choices.map(({ value, label: text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
      {hint ? <p className={css.hint}>{hint}</p> : null}
    </div>
  )
}

interface SearchProps {
  label: string
  value: string
  onChange: (value: string) => void
  /** Puts the field away; without it only the text is cleared. */
  onClose?: () => void
  autoFocus?: boolean
}

export function SearchField({ label, value, onChange, onClose, autoFocus }: SearchProps) {
  const { t } = useT()
  const clear = () => {
    onChange('')
    onClose?.()
  }
  return (
    <div className={css.search}>
      <IconSearch size={24} aria-hidden />
      <input
        type="search"
        enterKeyHint="search"
        autoComplete="off"
        // biome-ignore lint/a11y/noAutofocus: only where a press on "search" has just opened the field
        autoFocus={autoFocus}
        className={css.input}
        aria-label={label}
        placeholder={label}
        value={value}
        onChange={event => onChange(event.target.value)}
      />
      {value || onClose ? (
        <Button look="quiet" className={css.clear} aria-label={t('phone.clear')} onClick={clear}>
          <IconX size={24} />
        </Button>
      ) : null}
    </div>
  )
}
