import { Anchor, Button, NumberInput } from '@mantine/core'
import { IconRuler2 } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { Measure, Measurement, MeasurePlace, WorkInput } from '../../../../shared/api/types'
import { formatDate } from '../../../../shared/format'
import { useT } from '../../../../shared/i18n'
import {
  bySide,
  describe,
  findingOf,
  formatValue,
  isOverruled,
  isPossible,
  measured,
  placeName,
  valueAt,
  withValue,
} from '../../../../shared/measures'
import { useFormats } from '../../../shell/session'
import { useDecimal } from '../../../shell/useDecimal'
import { useMeasurements, useMeasures } from '../../queries'
import { useFile } from '../context'
import classes from './Measured.module.css'

interface Props {
  work: WorkInput
  readOnly: boolean
  onChange: (part: Partial<WorkInput>) => void
}

/** How a work is measured; null where nothing is. */
function useMeasure(work: WorkInput): Measure | null {
  const measures = useMeasures(work.measure !== null)
  return measures.data?.find(({ kind }) => kind === work.measure) ?? null
}

/** What was measured on the line of a work at an earlier visit of the vehicle. */
function useLast(work: WorkInput): Measurement | null {
  const { file } = useFile()
  const measurements = useMeasurements(file.id, file.vehicle, work.measure !== null)
  const last = measurements.data?.find(({ checklist_line }) => checklist_line === work.checklist_line)
  return last?.measure === work.measure ? last : null
}

interface StripProps extends Omit<Props, 'onChange'> {
  /** The fields of the values are open below. */
  editing: boolean
  onEdit: () => void
}

/** What was measured, below the line of its work: now, and at the last visit. */
export function MeasuredStrip({ work, readOnly, editing, onEdit }: StripProps) {
  const { t, language } = useT()
  const measure = useMeasure(work)
  const last = useLast(work)
  if (!measure) return null
  const lines = editing ? [] : describe(t, language, measure, work.values)
  const asks = lines.length === 0 && !editing && !readOnly
  if (lines.length === 0 && !last && !asks) return null
  return (
    <div className={classes.strip}>
      <IconRuler2 size={18} className={classes.sign} aria-hidden />
      <div className={classes.lines}>
        {lines.map(({ name, values }) => (
          <span key={name} className={classes.values}>
            {name} <b>{values}</b>
          </span>
        ))}
        {lines.length > 0 && isOverruled(measure, work) && <Overruled measure={measure} work={work} />}
        {asks && (
          <Anchor component="button" type="button" fz="sm" onClick={onEdit}>
            {t('office.file.measured.enter')}
          </Anchor>
        )}
        {last && <LastVisit measure={measure} last={last} brief={editing} />}
      </div>
    </div>
  )
}

function Overruled({ measure, work }: { measure: Measure; work: WorkInput }) {
  const { t } = useT()
  const finding = findingOf(measure, work.values) ?? 'ok'
  return (
    <span className={classes.finding} data-urgency={finding}>
      {t('office.file.measured.finding', { urgency: t(`common.urgency.${finding}`) })}
    </span>
  )
}

/** The last visit, with its values unless each stands beside its field. */
function LastVisit({ measure, last, brief }: { measure: Measure; last: Measurement; brief: boolean }) {
  const { t, language } = useT()
  const formats = useFormats()
  const values = describe(t, language, measure, last.values).map(line => `${line.name} ${line.values}`)
  const date = formatDate(formats, last.at)
  return (
    <span className={classes.last}>
      <Anchor
        fz="inherit"
        className={classes.visit}
        renderRoot={props => (
          <Link to="/interventions/$id" params={{ id: last.intervention_id }} {...props} />
        )}
      >
        {t('office.file.measured.last', { date, reference: last.reference })}
      </Anchor>
      {!brief && `: ${values.join(' · ')}`}
    </span>
  )
}

/** The values of a work to be typed, each beside that of the last visit; the urgency follows. */
export function MeasuredFields({ work, index, readOnly, onChange }: Props & { index: number }) {
  const { t } = useT()
  const { errors } = useFile()
  const measure = useMeasure(work)
  const last = useLast(work)
  if (!measure || readOnly) return null
  const set = (place: string, tenths: number | null) =>
    onChange(measured(measure, work, withValue(measure, work.values, place, tenths)))
  const finding = findingOf(measure, work.values)
  const refused = errors[`works[${index}].values`]
  return (
    <fieldset className={classes.fields}>
      <legend className={classes.kind}>{t(`common.measure.kind.${measure.kind}`)}</legend>
      {bySide(measure).map(({ side, places }) => (
        <div key={side} className={classes.side}>
          {side && places.length > 1 && (
            <span className={classes.sideName} aria-hidden>
              {t(`common.measure.side.${side}`)}
            </span>
          )}
          {places.map(place => (
            <ValueField
              key={place.place}
              measure={measure}
              place={place}
              alone={places.length === 1}
              name={`works[${index}].values.${place.place}`}
              value={valueAt(work.values, place.place)}
              before={valueAt(last?.values ?? [], place.place)}
              onChange={tenths => set(place.place, tenths)}
            />
          ))}
        </div>
      ))}
      <div className={classes.outcome} aria-live="polite">
        {finding && (
          <span className={classes.finding} data-urgency={finding}>
            {t('office.file.measured.finding', { urgency: t(`common.urgency.${finding}`) })}
          </span>
        )}
        {finding && finding !== work.urgency && (
          <Button variant="subtle" size="compact-sm" onClick={() => onChange({ urgency: finding })}>
            {t('office.file.measured.follow')}
          </Button>
        )}
        {refused && <span className={classes.refused}>{refused}</span>}
      </div>
    </fieldset>
  )
}

interface ValueProps {
  measure: Measure
  place: MeasurePlace
  /** The only one of its side. */
  alone: boolean
  name: string
  value: number | null
  before: number | null
  onChange: (tenths: number | null) => void
}

function ValueField({ measure, place, alone, name, value, before, onChange }: ValueProps) {
  const { t, language } = useT()
  const decimal = useDecimal()
  const text = (tenths: number) => formatValue(t, language, measure, tenths)
  const kind = t(`common.measure.kind.${measure.kind}`)
  const short = alone
    ? place.side && t(`common.measure.side.${place.side}`)
    : place.spot && t(`common.measure.spot.${place.spot}`)
  const read = (typed: number) => {
    const tenths = Math.round(typed * 10)
    onChange(measure.most <= 0 ? -Math.abs(tenths) : tenths)
  }
  const range = { least: text(measure.least), most: text(measure.most) }
  return (
    <NumberInput
      {...decimal}
      className={classes.value}
      label={short || undefined}
      aria-label={[kind, placeName(t, place)].filter(Boolean).join(', ')}
      name={name}
      suffix={text(0).replace(/^\D*0/, '')}
      decimalScale={measure.decimals}
      allowNegative={measure.least < 0}
      step={measure.decimals > 0 ? 0.1 : 1}
      clampBehavior="none"
      value={value === null ? '' : value / 10}
      error={
        value !== null && !isPossible(measure, value) ? t('office.file.measured.range', range) : undefined
      }
      description={before === null ? undefined : t('office.file.measured.before', { value: text(before) })}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      onChange={next => {
        if (next === '') onChange(null)
        else if (Number.isFinite(Number(next))) read(Number(next))
      }}
    />
  )
}
