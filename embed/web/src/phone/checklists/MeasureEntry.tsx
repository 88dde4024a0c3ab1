import { IconArrowRight, IconBackspace } from '@tabler/icons-react'
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react'
import type { Measure, MeasuredValue, Measurement, MeasurePlace, Urgency } from '../../shared/api/types'
import { formatDate } from '../../shared/format'
import { useT } from '../../shared/i18n'
import { bySide, findingOf, formatValue, placeName, valueAt, withValue } from '../../shared/measures'
import { Button } from '../ui/Button'
import { useFormats } from '../ui/context'
import { isBelowZero, isComplete, type PadKey, press, tenthsOf, textOf, typed } from './keypad'
import css from './MeasureEntry.module.css'

interface Props {
  measure: Measure
  values: MeasuredValue[]
  urgency: Urgency | undefined
  last: Measurement | undefined
  onChange: (values: MeasuredValue[]) => void
  onDone: () => void
}

type Texts = Record<string, string>

/** Values typed with a glove on: fields for every place, large keys below, and what was there at the last visit. */
export function MeasureEntry({ measure, values, urgency, last, onChange, onDone }: Props) {
  const { t, language } = useT()
  const formats = useFormats()
  const entry = useEntry(measure, values, onChange)
  const finding = findingOf(measure, values)
  const isLast = entry.active === measure.places.at(-1)?.place
  const text = (tenths: number) => formatValue(t, language, measure, tenths)
  return (
    <section className={css.entry} aria-label={t(`common.measure.kind.${measure.kind}`)}>
      <h3 className={css.kind}>
        <span>
          {t(`common.measure.kind.${measure.kind}`)} <span className={css.unit}>{unitOf(text(0))}</span>
        </span>
        {last ? (
          <span className={css.last}>{t('phone.measure.last', { date: formatDate(formats, last.at) })}</span>
        ) : null}
      </h3>
      {bySide(measure).map(({ side, places }) => (
        <div key={side} className={css.side}>
          {side && places.length > 1 ? (
            <p className={css.sideName} aria-hidden>
              {t(`common.measure.side.${side}`)}
            </p>
          ) : null}
          <div className={css.places}>
            {places.map(place => (
              <PlaceField
                key={place.place}
                measure={measure}
                place={place}
                alone={places.length === 1}
                entry={entry}
                before={valueAt(last?.values ?? [], place.place)}
                onEnter={isLast ? onDone : entry.next}
              />
            ))}
          </div>
        </div>
      ))}
      <p className={css.outcome} aria-live="polite">
        {entry.impossible ? (
          <span className={css.wrong}>
            {t('phone.measure.range', { least: text(measure.least), most: text(measure.most) })}
          </span>
        ) : finding ? (
          <span className={css.finding} data-urgency={finding} data-overruled={finding !== urgency}>
            {t('phone.measure.finding', { urgency: t(`common.urgency.${finding}`) })}
          </span>
        ) : null}
      </p>
      <Keypad measure={measure} onKey={entry.press}>
        <Button
          look="primary"
          className={css.next}
          onPointerDown={stay}
          onClick={isLast ? onDone : entry.next}
        >
          {isLast ? (
            t('phone.done')
          ) : (
            <>
              {t('common.action.next')}
              <IconArrowRight size={26} aria-hidden />
            </>
          )}
        </Button>
      </Keypad>
    </section>
  )
}

interface Entry {
  texts: Texts
  active: string
  /** A value that cannot be was typed; it is not kept. */
  impossible: boolean
  field: (place: string) => (element: HTMLInputElement | null) => void
  enter: (place: string) => void
  press: (key: PadKey) => void
  type: (place: string, raw: string) => void
  next: () => void
}

/** What stands in the fields, and where the next key writes. */
function useEntry(measure: Measure, values: MeasuredValue[], onChange: Props['onChange']): Entry {
  const first = measure.places.find(({ place }) => valueAt(values, place) === null) ?? measure.places[0]
  const [texts, setTexts] = useState<Texts>(() =>
    Object.fromEntries(measure.places.map(({ place }) => [place, textOf(valueAt(values, place))])),
  )
  const [active, setActive] = useState(first?.place ?? '')
  // What stands in a field that was just entered is written over.
  const [fresh, setFresh] = useState(true)
  const fields = useRef(new Map<string, HTMLInputElement>())
  // After the sheet has opened, which takes the focus to its first button.
  useEffect(() => queueMicrotask(() => fields.current.get(active)?.focus()), [active])

  const write = (place: string, text: string) => {
    const written = { ...texts, [place]: text }
    setTexts(written)
    setFresh(false)
    let kept: MeasuredValue[] = []
    for (const { place: at } of measure.places)
      kept = withValue(measure, kept, at, tenthsOf(written[at] ?? '', measure))
    onChange(kept)
  }
  const next = () => {
    const index = measure.places.findIndex(({ place }) => place === active)
    const following = measure.places[index + 1]
    if (!following) return
    setActive(following.place)
    setFresh(true)
  }
  return {
    texts,
    active,
    impossible: Object.values(texts).some(text => text !== '' && tenthsOf(text, measure) === null),
    field: place => element => {
      if (element) fields.current.set(place, element)
      else fields.current.delete(place)
    },
    enter: place => {
      if (place === active) return
      setActive(place)
      setFresh(true)
    },
    press: key => {
      const before = texts[active] ?? ''
      const text = press(fresh && key !== 'erase' ? '' : before, key, measure)
      write(active, text)
      if (key !== 'erase' && isComplete(text, measure)) next()
    },
    type: (place, raw) => write(place, typed(raw, measure)),
    next,
  }
}

interface FieldProps {
  measure: Measure
  place: MeasurePlace
  /** The only one of its side. */
  alone: boolean
  entry: Entry
  before: number | null
  onEnter: () => void
}

function PlaceField({ measure, place, alone, entry, before, onEnter }: FieldProps) {
  const { t, language } = useT()
  const text = entry.texts[place.place] ?? ''
  const sign = decimalSign(language)
  const name = alone
    ? place.side && t(`common.measure.side.${place.side}`)
    : place.spot && t(`common.measure.spot.${place.spot}`)
  const full = [t(`common.measure.kind.${measure.kind}`), placeName(t, place)].filter(Boolean).join(', ')
  const shown = text.replace('.', sign)
  const onKeyDown = (event: KeyboardEvent) => {
    const key = padKeyOf(event.key)
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (key) entry.press(key)
    else if (event.key === 'Enter') onEnter()
    else return
    event.preventDefault()
  }
  return (
    <label className={css.place}>
      {name ? <span className={css.placeName}>{name}</span> : null}
      <input
        ref={entry.field(place.place)}
        className={css.field}
        inputMode="none"
        autoComplete="off"
        name={place.place}
        aria-label={full}
        aria-invalid={(text !== '' && tenthsOf(text, measure) === null) || undefined}
        data-active={entry.active === place.place || undefined}
        value={isBelowZero(measure) && shown !== '' ? `−${shown}` : shown}
        placeholder={unitOf(formatValue(t, language, measure, 0))}
        onFocus={() => entry.enter(place.place)}
        onKeyDown={onKeyDown}
        onChange={event => entry.type(place.place, event.target.value)}
      />
      <span className={css.before}>
        {before === null
          ? '\u00a0'
          : t('phone.measure.before', { value: formatValue(t, language, measure, before) })}
      </span>
    </label>
  )
}

const digits = ['7', '8', '9', '4', '5', '6', '1', '2', '3'] as const

interface KeypadProps {
  measure: Measure
  onKey: (key: PadKey) => void
  children: React.ReactNode
}

function Keypad({ measure, onKey, children }: KeypadProps) {
  const { t, language } = useT()
  const key = (name: PadKey, label: React.ReactNode, spoken?: string) => (
    <button
      key={name}
      type="button"
      className={css.key}
      aria-label={spoken}
      onPointerDown={stay}
      onClick={() => onKey(name)}
    >
      {label}
    </button>
  )
  return (
    <fieldset className={css.pad} aria-label={t('phone.measure.keypad')}>
      {digits.map(digit => key(digit, digit))}
      {measure.decimals > 0 ? key('decimal', decimalSign(language), t('phone.measure.decimal')) : <span />}
      {key('0', '0')}
      {key('erase', <IconBackspace size={30} aria-hidden />, t('phone.measure.erase'))}
      {children}
    </fieldset>
  )
}

/** A key leaves the field in which it writes the focus. */
function stay(event: PointerEvent): void {
  event.preventDefault()
}

function padKeyOf(key: string): PadKey | null {
  if (/^\d$/.test(key)) return key as PadKey
  if (key === ',' || key === '.') return 'decimal'
  return key === 'Backspace' ? 'erase' : null
}

function decimalSign(language: string): string {
  const parts = new Intl.NumberFormat(language).formatToParts(0.5)
  return parts.find(({ type }) => type === 'decimal')?.value ?? '.'
}

function unitOf(zero: string): string {
  return zero.replace(/^0\s*/, '')
}
