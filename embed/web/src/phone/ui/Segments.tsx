import type { ReactNode } from 'react'
import css from './Segments.module.css'

interface Props<T extends string> {
  label: string
  value: string
  choices: { value: T; label: string; icon?: ReactNode }[]
  onChange: (value: T) => void
}

/** A few choices side by side, one of them taken. */
export function Segments<T extends string>({ label, value, choices, onChange }: Props<T>) {
  return (
    <fieldset className={css.segments} aria-label={label}>
      {choices.map(choice => (
        <button
          key={choice.value}
          type="button"
          className={css.segment}
          aria-pressed={choice.value === value}
          onClick={() => onChange(choice.value)}
        >
          {choice.icon}
          {choice.label}
        </button>
      ))}
    </fieldset>
  )
}
