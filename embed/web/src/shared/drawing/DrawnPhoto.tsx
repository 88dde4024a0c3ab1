import { useState } from 'react'
import css from './Drawing.module.css'
import type { Size } from './paths'
import { Shapes } from './Shapes'
import type { Shape } from './shapes'

interface Props {
  source: string
  alt: string
  shapes: readonly Shape[]
  onError: () => void
}

/** A photo with what is drawn on it, as far as no picture of both has been made. */
export function DrawnPhoto({ source, alt, shapes, onError }: Props) {
  const [size, setSize] = useState<Size>()
  return (
    <span className={css.shown}>
      <img
        src={source}
        alt={alt}
        onError={onError}
        onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
          setSize({ width: naturalWidth, height: naturalHeight })
        }
      />
      {size ? (
        <svg className={css.over} viewBox={`0 0 ${size.width} ${size.height}`} aria-hidden>
          <Shapes shapes={shapes} size={size} />
        </svg>
      ) : null}
    </span>
  )
}
