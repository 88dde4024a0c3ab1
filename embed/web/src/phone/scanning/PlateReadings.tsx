import { IconCar, IconCheck } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { isProblem } from '../../shared/api/problem'
import { formatDate } from '../../shared/format'
import { translate, useT } from '../../shared/i18n'
import { problemText } from '../../shared/problems'
import { db } from '../storage/open'
import cards from '../ui/cards.module.css'
import { useFormats } from '../ui/context'
import { Notice } from '../ui/Notice'
import css from './Confirm.module.css'
import { type PlateReading, readPlate } from './plates'

interface Props {
  picture: Blob
  chosen: string
  choose: (plate: string) => void
}

type Answer = { readings: PlateReading[] } | { trouble: unknown }

/** The still beside what the box reads on it: the eye compares, the finger chooses. */
export function PlateReadings({ picture, chosen, choose }: Props) {
  const { t } = useT()
  const address = useAddress(picture)
  const answer = useAnswer(picture)
  const untouched = useRef(true)
  if (chosen !== '') untouched.current = false

  useEffect(() => {
    // What somebody has typed meanwhile is worth more than what was read.
    const first = answer && 'readings' in answer ? answer.readings[0] : undefined
    if (first && untouched.current) choose(first.plate)
  }, [answer, choose])

  return (
    <>
      {address ? <img src={address} alt={t('phone.scan.picture')} className={css.still} /> : null}
      {answer === null ? (
        <p className={css.wait} role="status">
          {t('phone.scan.reading')}
        </p>
      ) : (
        <Outcome answer={answer} chosen={chosen} choose={choose} />
      )}
    </>
  )
}

function Outcome({ answer, chosen, choose }: { answer: Answer } & Pick<Props, 'chosen' | 'choose'>) {
  const { t } = useT()
  if ('trouble' in answer) return <Notice look="warn">{troubleText(answer.trouble)}</Notice>
  if (answer.readings.length === 0) return <Notice look="warn">{t('phone.scan.told.unreadable')}</Notice>
  return (
    <section className={cards.group}>
      <h2 className={cards.heading}>{t('phone.scan.which')}</h2>
      {answer.readings.map(reading => (
        <Reading
          key={reading.plate}
          reading={reading}
          chosen={reading.plate === chosen}
          choose={() => choose(reading.plate)}
        />
      ))}
    </section>
  )
}

function Reading({
  reading,
  chosen,
  choose,
}: {
  reading: PlateReading
  chosen: boolean
  choose: () => void
}) {
  const { t } = useT()
  const formats = useFormats()
  const { vehicle, country } = reading
  const known = vehicle
    ? [
        [vehicle.make, vehicle.model].filter(Boolean).join(' '),
        vehicle.customer_name,
        t('phone.scan.last_visit', { day: formatDate(formats, vehicle.last_visit) }),
      ]
    : [t('phone.scan.not_known'), country]
  return (
    <button type="button" className={cards.card} aria-pressed={chosen} onClick={choose}>
      <span className={cards.tile}>
        {chosen ? <IconCheck size={28} aria-hidden /> : <IconCar size={26} aria-hidden />}
      </span>
      <span className={css.reading}>
        <span className={css.plate}>{reading.plate}</span>
        <span className={css.known}>{known.filter(Boolean).join(' · ')}</span>
      </span>
    </button>
  )
}

function troubleText(trouble: unknown): string {
  if (isProblem(trouble, 'tesseract_missing')) return translate('phone.scan.told.no_tesseract')
  if (isProblem(trouble) && trouble.unreachable) return translate('phone.scan.told.away')
  return problemText(trouble)
}

function useAddress(picture: Blob): string | null {
  const [address, setAddress] = useState<string | null>(null)
  useEffect(() => {
    const made = URL.createObjectURL(picture)
    setAddress(made)
    return () => URL.revokeObjectURL(made)
  }, [picture])
  return address
}

/** What the box answers about the picture; null until then. */
function useAnswer(picture: Blob): Answer | null {
  const [answer, setAnswer] = useState<Answer | null>(null)
  useEffect(() => {
    let wanted = true
    const tell = (told: Answer) => {
      if (wanted) setAnswer(told)
    }
    readPlate(db, picture)
      .then(readings => tell({ readings }))
      .catch(trouble => tell({ trouble }))
    return () => {
      wanted = false
    }
  }, [picture])
  return answer
}
