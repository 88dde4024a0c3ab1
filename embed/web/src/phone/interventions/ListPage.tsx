import { IconCamera, IconClockHour4, IconPhoneCall, IconVideo } from '@tabler/icons-react'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useDeferredValue, useEffect, useState } from 'react'
import { isProblem } from '../../shared/api/problem'
import type { InterventionPage, InterventionRow, Mode } from '../../shared/api/types'
import { dayKey, formatDateTime, formatDay, formatTime } from '../../shared/format'
import { useT } from '../../shared/i18n'
import { standingOf } from '../../shared/modules'
import { problemText } from '../../shared/problems'
import { boxOf } from '../devices/device'
import { ScanButtons } from '../scanning/ScanButtons'
import { useLive } from '../storage/live'
import { db } from '../storage/open'
import cards from '../ui/cards.module.css'
import { classes } from '../ui/classes'
import { useFormats, usePhone } from '../ui/context'
import { SearchField } from '../ui/Field'
import { ModuleIcon } from '../ui/ModuleIcon'
import { Notice } from '../ui/Notice'
import { Screen } from '../ui/Screen'
import { Tabs } from '../ui/Tabs'
import { keptRows, keptWords, refreshList } from './kept'
import { searchRows } from './search'

/** Every intervention of the dealership that the phone knows of, newest first. */
export function ListPage() {
  const { t } = useT()
  const formats = useFormats()
  const { q: scanned } = useSearch({ from: '/paired/list' })
  const navigate = useNavigate()
  const [query, setQuery] = useState(scanned ?? '')
  const { pairing, mode } = usePhone()
  const { modes } = pairing.device
  const { rows, trouble, asking } = useRows(mode, useDeferredValue(query))
  const listAt = useLive(() => db.get('list_at'))?.[mode]
  const days = byDay(rows ?? [], formats.timeZone)
  // An empty list means something only once the box has been heard, now or before.
  const unknown = rows === undefined || (rows.length === 0 && (asking || !(listAt || trouble)))

  const type = (text: string) => {
    setQuery(text)
    // What was scanned must not come back in place of what is typed.
    if (scanned !== undefined) void navigate({ to: '/list', replace: true })
  }

  return (
    <Screen
      title={t('phone.tab.list')}
      subtitle={modes.length > 1 ? t(`common.mode.${mode}`) : null}
      dock={
        <>
          <ScanButtons aim="list" />
          <SearchField label={t('phone.list.search')} value={query} onChange={type} />
        </>
      }
      tabs={<Tabs />}
    >
      {trouble ? (
        <Notice look={isAway(trouble) ? 'calm' : 'bad'}>
          {isAway(trouble) && listAt
            ? t('phone.list.as_of', { time: formatDateTime(formats, listAt) })
            : problemText(trouble)}
        </Notice>
      ) : null}
      {days.map(([day, list]) => (
        <section key={day} className={cards.group}>
          <h2 className={cards.heading}>{formatDay(formats, list[0]?.created_at ?? day)}</h2>
          {list.map(row => (
            <RowCard key={row.id} row={row} />
          ))}
        </section>
      ))}
      {unknown ? (
        <p className={cards.empty} role="status">
          {t('common.word.loading')} …
        </p>
      ) : null}
      {rows?.length === 0 && !unknown && (query || listAt) ? (
        <p className={cards.empty}>{t(query ? 'phone.list.none_found' : 'phone.list.empty')}</p>
      ) : null}
    </Screen>
  )
}

const isAway = (trouble: unknown) => isProblem(trouble) && trouble.unreachable

interface Rows {
  /** Undefined until the phone's own storage has answered. */
  rows: InterventionRow[] | undefined
  trouble: unknown
  /** The box has not answered to this search yet. */
  asking: boolean
}

/** The box searches over everything; without it the phone searches in what it has kept. */
function useRows(mode: Mode, query: string): Rows {
  const kept = useLive(() => keptRows(db, mode), mode)
  const searching = query.trim() !== ''
  const words = useLive(async () => (searching ? keptWords(db) : undefined), String(searching))
  const [found, setFound] = useState<{ query: string; rows: InterventionRow[] } | null>(null)
  const [trouble, setTrouble] = useState<unknown>(null)
  useEffect(() => {
    let wanted = true
    const look = async () => {
      try {
        const rows = await askBox(mode, query)
        if (!wanted) return
        setTrouble(null)
        setFound(rows && { query, rows })
      } catch (error) {
        if (wanted) setTrouble(error)
      }
    }
    const timer = setTimeout(() => void look(), query ? 250 : 0)
    return () => {
      wanted = false
      clearTimeout(timer)
    }
  }, [mode, query])
  if (!searching) return { rows: kept, trouble, asking: false }
  if (found?.query === query) return { rows: found.rows, trouble, asking: false }
  return { rows: kept && searchRows(kept, query, words), trouble, asking: !trouble }
}

async function askBox(mode: Mode, query: string): Promise<InterventionRow[] | null> {
  const found = await boxOf(db)
  if (!found) return null
  if (query.trim() === '') {
    await refreshList(db, found.box, mode)
    return null
  }
  const search = new URLSearchParams({ mode, limit: '50', closed: 'true', q: query.trim() })
  return (await found.box.json<InterventionPage>('GET', `/api/interventions?${search}`)).interventions
}

function byDay(rows: InterventionRow[], timeZone: string): [string, InterventionRow[]][] {
  const days = new Map<string, InterventionRow[]>()
  for (const row of rows) {
    const day = dayKey(timeZone, row.created_at)
    days.set(day, [...(days.get(day) ?? []), row])
  }
  return [...days]
}

export function RowCard({ row }: { row: InterventionRow }) {
  const { t } = useT()
  const formats = useFormats()
  const { dealership } = usePhone().pairing
  const brand = dealership.brands.find(({ id }) => id === row.brand)?.name
  return (
    <Link to="/file/$id" params={{ id: row.id }} className={cards.card}>
      <span className={cards.tile}>
        <ModuleIcon module={row.module} />
        <span className="fb-spoken">{t(`common.module.${row.module}`)}</span>
      </span>
      <span>
        <span className={cards.name} style={{ display: 'block' }}>
          {row.reference}
        </span>
        <span className={cards.more} style={{ display: 'block' }}>
          {[row.customer_name, row.plate, brand].filter(Boolean).join(' · ')}
        </span>
      </span>
      <span className={cards.time}>{formatTime(formats, row.created_at)}</span>
      <span className={classes(cards.facts, cards.wide)}>
        <StatusChip file={row} />
        {row.video_count > 0 ? (
          <span>
            <IconVideo size={20} aria-label={t('common.word.video')} /> {row.video_count}
          </span>
        ) : null}
        {row.photo_count > 0 ? (
          <span>
            <IconCamera size={20} aria-label={t('common.word.photo')} /> {row.photo_count}
          </span>
        ) : null}
        {row.waiting_here ? <IconClockHour4 size={20} aria-label={t('phone.summary.waiting_here')} /> : null}
        {row.wants_call ? <IconPhoneCall size={20} aria-label={t('phone.list.wants_call')} /> : null}
      </span>
    </Link>
  )
}

export function StatusChip({ file }: { file: Pick<InterventionRow, 'module' | 'status'> }) {
  const { t } = useT()
  const standing = standingOf(file)
  const style = { background: `var(--fb-${standing})`, color: `var(--fb-${standing}-ink)` }
  return (
    <span className={cards.chip} style={style}>
      {t(`common.status.${standing}`)}
    </span>
  )
}
