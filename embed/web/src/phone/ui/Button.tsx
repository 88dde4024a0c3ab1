import type { ComponentProps } from 'react'
import css from './Button.module.css'
import { classes } from './classes'

interface Props extends ComponentProps<'button'> {
  look?: 'primary' | 'plain' | 'quiet' | 'danger'
  /** Takes the room that the row leaves. */
  wide?: boolean
}

/** A button that a gloved thumb meets. */
export function Button({ look = 'plain', wide = false, className, ...rest }: Props) {
  return (
    <button type="button" {...rest} className={classes(css.button, css[look], wide && css.wide, className)} />
  )
}
