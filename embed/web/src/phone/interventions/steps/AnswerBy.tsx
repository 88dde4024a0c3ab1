import { IconX } from '@tabler/icons-react'
import { dayKey, formatDateTime, instantOf, wallClock } from '../../../shared/format'
import { useT } from '../../../shared/i18n'
import { Button } from '../../ui/Button'
import { useBoxClock } from '../../ui/clock'
import { useFormats } from '../../ui/context'
import { SelectField, TextField } from '../../ui/Field'
import { Notice } from '../../ui/Notice'
import { Row } from '../../ui/Screen'
import { Typed } from '../../ui/Typed'
import css from './SummaryStep.module.css'

interface Props {
  value: string | null
  keep: (value: string | null) => Promise<void>
}

const DAY_MS = 86_400_000
const ahead = [0, 1, 2, 3, 4, 5, 6, 7]

/** By when the customer's answer is wanted, on the dealership's clock; nothing by default. */
export function AnswerBy({ value, keep }: Props) {
  const { t, language } = useT()
  const formats = useFormats()
  const { timeZone } = formats
  // What is wanted by a time is read in the office: its days are those of the box, not of a phone set wrong.
  const { now, wrong } = useBoxClock()
  const today = dayKey(timeZone, now)
  const wall = value === null ? null : wallClock(timeZone, value)
  const day = wall?.slice(0, 10) ?? today
  const time = wall?.slice(11, 16) ?? ''
  const set = (newDay: string, newTime: string) =>
    keep(newTime === '' ? null : instantOf(timeZone, `${newDay} ${newTime}`).toISOString())
  const late = value !== null && Date.parse(value) < now

  const weekday = new Intl.DateTimeFormat(language, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone,
  })
  const days = ahead.map(count => {
    const at = now + count * DAY_MS
    const names = [t('phone.summary.today'), t('phone.summary.tomorrow')]
    return { value: dayKey(timeZone, at), label: names[count] ?? weekday.format(at) }
  })
  const known = days.some(choice => choice.value === day)
  const choices = known ? days : [{ value: day, label: weekday.format(Date.parse(value ?? '')) }, ...days]

  return (
    <div className={css.answer}>
      <Typed value={time} keep={typed => set(day, typed)}>
        {props => (
          <TextField
            type="time"
            label={t('phone.summary.answer_by')}
            hint={late ? t('phone.summary.in_the_past') : undefined}
            {...props}
          />
        )}
      </Typed>
      {wrong ? (
        <Notice look="warn">{t('phone.summary.clock_wrong', { time: formatDateTime(formats, now) })}</Notice>
      ) : null}
      {value === null ? null : (
        <Row>
          <SelectField
            label={t('phone.summary.day')}
            value={day}
            choices={choices}
            onChange={event => void set(event.target.value, time)}
          />
          <Button aria-label={t('phone.clear')} onClick={() => void keep(null)}>
            <IconX size={26} aria-hidden />
          </Button>
        </Row>
      )}
    </div>
  )
}
