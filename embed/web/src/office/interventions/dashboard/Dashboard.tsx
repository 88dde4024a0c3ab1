import { Button, Loader, Stack, Text, VisuallyHidden } from '@mantine/core'
import { IconSearchOff } from '@tabler/icons-react'
import { Link, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import type { Mode } from '../../../shared/api/types'
import { formatDay } from '../../../shared/format'
import { useT } from '../../../shared/i18n'
import { problemText } from '../../../shared/problems'
import { useEnterMode, useMode } from '../../shell/mode'
import { usePageTitle } from '../../shell/PageHead'
import { useFormats, useSession } from '../../shell/session'
import { Empty, Failed } from '../../shell/states'
import { byDay, useInterventions } from '../queries'
import classes from './Dashboard.module.css'
import { FilterBar } from './FilterBar'
import { type Filters, filterCount, keepFilters, keptFilters, noFilters } from './filters'
import { Row, RowSkeleton } from './Row'

export function Dashboard() {
  const { mode: asked } = useSearch({ from: '/office/' })
  const mode = useMode(asked)
  useEnterMode(asked)
  return mode ? <List mode={mode} /> : <Welcome />
}

/** For roles whose work is not on this page. */
function Welcome() {
  const { t } = useT()
  const { user } = useSession()
  usePageTitle(t('office.dashboard.welcome'))
  return (
    <Empty order={1} title={t('office.dashboard.welcome_name', { name: user.first_name })}>
      <Text c="dimmed">{t('office.dashboard.welcome_text')}</Text>
      <Button component={Link} to="/profile" variant="light">
        {t('office.profile.title')}
      </Button>
    </Empty>
  )
}

function List({ mode }: { mode: Mode }) {
  const { t } = useT()
  usePageTitle(t('office.dashboard.title'))
  const { q = '' } = useSearch({ from: '/office/' })
  const [filters, setFilters] = useFilters()
  const list = useInterventions(mode, filters, q)
  const rows = list.data?.pages.flatMap(page => page.interventions) ?? []
  const narrowed = q !== '' || filterCount(mode, filters) > 0
  return (
    <>
      <h1 className="fb-spoken">{t('office.dashboard.title')}</h1>
      <FilterBar
        mode={mode}
        filters={filters}
        onChange={setFilters}
        busy={list.isFetching && !list.isFetchingNextPage}
      />
      <div aria-live="polite">
        <VisuallyHidden>
          {list.isSuccess &&
            t(list.hasNextPage ? 'office.dashboard.found_more' : 'office.dashboard.found', {
              count: rows.length,
            })}
        </VisuallyHidden>
      </div>
      {list.isError && rows.length === 0 && <Failed error={list.error} onRetry={list.refetch} />}
      {list.isPending && <Skeletons />}
      {list.isSuccess && rows.length === 0 && (
        <Nothing mode={mode} narrowed={narrowed} onReset={() => setFilters(noFilters)} search={q} />
      )}
      <Days rows={rows} dimmed={list.isPlaceholderData} />
      <More list={list} />
    </>
  )
}

function useFilters(): [Filters, (filters: Filters) => void] {
  const [filters, setFilters] = useState(() => keptFilters(sessionStorage))
  return [
    filters,
    next => {
      setFilters(next)
      keepFilters(sessionStorage, next)
    },
  ]
}

function Days({ rows, dimmed }: { rows: Parameters<typeof byDay>[0]; dimmed: boolean }) {
  const formats = useFormats()
  const days = byDay(rows, formats.timeZone)
  return (
    <div className={classes.days} data-dimmed={dimmed || undefined}>
      {days.map(day => (
        <section key={day.key} aria-labelledby={`day-${day.key}`}>
          <h2 className={classes.day} id={`day-${day.key}`}>
            <DayName at={day.rows[0]?.created_at ?? day.key} />
          </h2>
          <ul className={classes.rows} onKeyDown={moveBetweenRows}>
            {day.rows.map(row => (
              <Row key={row.id} row={row} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

function DayName({ at }: { at: string }) {
  const { t } = useT()
  const formats = useFormats()
  const name = formatDay(formats, at)
  const isToday = name === formatDay(formats, Date.now())
  return (
    <time dateTime={at}>
      {isToday && <strong>{t('office.dashboard.today')} · </strong>}
      {name}
    </time>
  )
}

/** The arrow keys walk through the rows, across the days. */
function moveBetweenRows(event: React.KeyboardEvent) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (!step) return
  const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')]
  const next = rows[rows.indexOf(document.activeElement as HTMLElement) + step]
  if (!next) return
  event.preventDefault()
  next.focus()
}

function Skeletons() {
  const { t } = useT()
  return (
    <div role="status">
      <span className="fb-spoken">{t('common.word.loading')}</span>
      <ul className={classes.rows} aria-hidden>
        {Array.from({ length: 7 }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: placeholders are all alike
          <RowSkeleton key={index} />
        ))}
      </ul>
    </div>
  )
}

interface NothingProps {
  mode: Mode
  narrowed: boolean
  search: string
  onReset: () => void
}

function Nothing({ mode, narrowed, search, onReset }: NothingProps) {
  const { t } = useT()
  if (!narrowed) {
    return (
      <Empty title={t('office.dashboard.empty')}>
        <Text c="dimmed" style={{ whiteSpace: 'pre-line' }}>
          {t(`office.dashboard.empty_hint.${mode}`)}
        </Text>
      </Empty>
    )
  }
  return (
    <Empty title={t('office.dashboard.nothing_found')} icon={<IconSearchOff size={30} stroke={1.6} />}>
      <Text c="dimmed">
        {search ? t('office.dashboard.nothing_for', { words: search }) : t('office.dashboard.nothing_hint')}
      </Text>
      <Button variant="light" onClick={onReset}>
        {t('office.filter.reset')}
      </Button>
    </Empty>
  )
}

/** Fetches the next page before its end is reached; the button is for those who do not scroll, and after a failure. */
function More({ list }: { list: ReturnType<typeof useInterventions> }) {
  const { t } = useT()
  const end = useRef<HTMLDivElement>(null)
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = list
  // A box that refuses is not asked over and over.
  const byItself = hasNextPage && !isFetchingNextPage && !isFetchNextPageError
  useEffect(() => {
    if (!byItself || !end.current) return
    const observer = new IntersectionObserver(
      entries => entries.some(entry => entry.isIntersecting) && void fetchNextPage(),
      { rootMargin: '900px' },
    )
    observer.observe(end.current)
    return () => observer.disconnect()
  }, [byItself, fetchNextPage])
  if (!hasNextPage) return null
  return (
    <Stack ref={end} py="lg" align="center" gap="xs">
      {isFetchNextPageError && !isFetchingNextPage && (
        <Text role="alert" c="dimmed" ta="center">
          {problemText(list.error)}
        </Text>
      )}
      {isFetchingNextPage ? (
        <Loader aria-label={t('common.word.loading')} />
      ) : (
        <Button variant="subtle" onClick={() => fetchNextPage()}>
          {t(isFetchNextPageError ? 'common.action.retry' : 'office.dashboard.more')}
        </Button>
      )}
    </Stack>
  )
}
