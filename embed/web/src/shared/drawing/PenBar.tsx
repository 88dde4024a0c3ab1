import {
  IconArrowUpRight,
  IconCircle,
  IconPencil,
  IconRectangle,
  IconTrash,
  type TablerIcon,
} from '@tabler/icons-react'
import { type ReactNode, useId } from 'react'
import { useT } from '../i18n'
import css from './Drawing.module.css'
import { type Colour, colours, type Pen, type Tool, tools, type Width, widths } from './shapes'

interface Props {
  pen: Pen
  onPen: (pen: Pen) => void
  empty: boolean
  onClear: () => void
}

const icons: Record<Tool, TablerIcon> = {
  arrow: IconArrowUpRight,
  ellipse: IconCircle,
  rectangle: IconRectangle,
  pencil: IconPencil,
}

/** Tools, colours and lines, large enough for a thumb. */
export function PenBar({ pen, onPen, empty, onClear }: Props) {
  const { t } = useT()
  return (
    <div className={css.bar}>
      <Choice
        title={t('common.drawing.tool')}
        options={tools}
        chosen={pen.tool}
        name={tool => t(`common.drawing.tools.${tool}`)}
        onChoose={tool => onPen({ ...pen, tool })}
        show={tool => {
          const Icon = icons[tool]
          return <Icon size={26} aria-hidden />
        }}
      />
      <Choice
        title={t('common.drawing.width')}
        options={Object.keys(widths) as Width[]}
        chosen={pen.width}
        name={width => t(`common.drawing.widths.${width}`)}
        onChoose={width => onPen({ ...pen, width })}
        show={width => <span className={css.line} style={{ height: `${widths[width] / 20}px` }} />}
      />
      <Choice
        title={t('common.drawing.colour')}
        options={Object.keys(colours) as Colour[]}
        chosen={pen.colour}
        name={colour => t(`common.drawing.colours.${colour}`)}
        onChoose={colour => onPen({ ...pen, colour })}
        show={colour => <span className={css.ink} style={{ background: colours[colour] }} />}
      />
      <button
        type="button"
        className={css.icon}
        aria-label={t('common.drawing.clear')}
        disabled={empty}
        onClick={onClear}
      >
        <IconTrash size={24} aria-hidden />
      </button>
    </div>
  )
}

interface ChoiceProps<T extends string> {
  title: string
  options: readonly T[]
  chosen: T
  name: (option: T) => string
  onChoose: (option: T) => void
  show: (option: T) => ReactNode
}

/** One of a few; the arrow keys go through them, as the browser does with radio buttons. */
function Choice<T extends string>({ title, options, chosen, name, onChoose, show }: ChoiceProps<T>) {
  const group = useId()
  return (
    <fieldset className={css.choice}>
      <legend className="fb-spoken">{title}</legend>
      {options.map(option => (
        <label key={option} className={css.option} title={name(option)}>
          <input
            type="radio"
            name={group}
            aria-label={name(option)}
            checked={option === chosen}
            onChange={() => onChoose(option)}
          />
          {show(option)}
        </label>
      ))}
    </fieldset>
  )
}
