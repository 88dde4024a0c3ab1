import { useState } from 'react'
import { useT } from '../i18n'
import css from './Drawing.module.css'
import type { Size } from './paths'
import { Shapes } from './Shapes'
import { FULL, type Place } from './shapes'
import type { useDrawing } from './useDrawing'

interface Props {
  source: string
  drawing: ReturnType<typeof useDrawing>
  /** The element that says how the keyboard draws. */
  help: string
}

/** The photo and, exactly on it, what is drawn. */
export function Surface({ source, drawing, help }: Props) {
  const { t } = useT()
  const [size, setSize] = useState<Size | 'failed'>()
  const { steps, begun, cross } = drawing
  if (size === 'failed') {
    return (
      <div className={css.stage}>
        <p role="alert">{t('common.drawing.cannot_show')}</p>
      </div>
    )
  }
  return (
    <div className={css.stage}>
      <img
        className={css.photo}
        src={source}
        alt=""
        draggable={false}
        onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
          setSize({ width: naturalWidth, height: naturalHeight })
        }
        onError={() => setSize('failed')}
      />
      {size ? (
        <svg
          className={css.surface}
          viewBox={`0 0 ${size.width} ${size.height}`}
          role="application"
          aria-label={t('common.drawing.surface')}
          aria-describedby={help}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys and Enter draw on it
          tabIndex={0}
          {...drawing.surface}
        >
          <Shapes shapes={begun ? [...steps.shapes, begun] : steps.shapes} size={size} />
          {cross ? <Cross at={cross} size={size} /> : null}
        </svg>
      ) : (
        <p role="status">{t('common.word.loading')} …</p>
      )}
    </div>
  )
}

/** Where the keyboard draws: dark on light, so that it is seen on every photo. */
function Cross({ at, size }: { at: Place; size: Size }) {
  const arm = Math.max(size.width, size.height) / 30
  const [x, y] = [(at.x * size.width) / FULL, (at.y * size.height) / FULL]
  const d = `M${x - arm} ${y} H${x + arm} M${x} ${y - arm} V${y + arm}`
  return (
    <g className={css.cross}>
      <path d={d} stroke="#ffffff" strokeWidth={arm / 4} />
      <path d={d} stroke="#111111" strokeWidth={arm / 10} />
    </g>
  )
}
