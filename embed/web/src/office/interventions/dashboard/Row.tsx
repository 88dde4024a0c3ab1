import { Skeleton } from '@mantine/core'
import {
  IconClockExclamation,
  IconMailX,
  IconPhoneCall,
  IconPhoto,
  IconSofa,
  IconUser,
  IconVideo,
} from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { InterventionRow } from '../../../shared/api/types'
import { formatMoney, formatSoon, formatTime } from '../../../shared/format'
import { useT } from '../../../shared/i18n'
import { hasCustomer, standingOf } from '../../../shared/modules'
import { useFlash } from '../../shell/live'
import { useBrandOf, useFormats } from '../../shell/session'
import chips from '../chips.module.css'
import { moduleIcons } from '../icons'
import { StatusChip } from '../StatusChip'
import classes from './Row.module.css'

export function Row({ row }: { row: InterventionRow }) {
  const { t } = useT()
  const flash = useFlash(row.id)
  const formats = useFormats()
  return (
    <li className={classes.item}>
      <Link
        to="/interventions/$id"
        params={{ id: row.id }}
        className={classes.row}
        data-row={row.id}
        data-status={row.status}
        data-flash={flash || undefined}
        style={{ '--row-status': `var(--fb-${standingOf(row)})` }}
      >
        <Poster url={row.poster_url} />
        <div className={classes.what}>
          <Head row={row} />
          <p className={classes.customer}>
            {row.customer_name || t(hasCustomer(row.module) ? 'office.row.no_customer' : 'office.row.stock')}
            {row.plate && <span className={classes.plate}>{row.plate}</span>}
          </p>
          <Flags row={row} />
        </div>
        <People row={row} />
        <Counts row={row} />
        <Sums row={row} />
        <div className={classes.state}>
          <StatusChip standing={standingOf(row)} />
          <time dateTime={row.created_at} className={classes.time}>
            {formatTime(formats, row.created_at)}
          </time>
        </div>
      </Link>
    </li>
  )
}

function Poster({ url }: { url: string | null }) {
  return (
    <span className={classes.poster}>
      {url ? (
        <img src={url} alt="" loading="lazy" decoding="async" />
      ) : (
        <IconPhoto size={26} stroke={1.3} aria-hidden />
      )}
    </span>
  )
}

function Head({ row }: { row: InterventionRow }) {
  const { t } = useT()
  const brand = useBrandOf()(row.brand)
  const Icon = moduleIcons[row.module]
  return (
    <p className={classes.head}>
      <strong className={classes.reference}>{row.reference}</strong>
      <span className={classes.kind}>
        <Icon size={16} stroke={1.8} aria-hidden />
        {t(`common.module.${row.module}`)}
      </span>
      <span className={classes.brand}>
        <span className={classes.dot} style={{ background: brand.color }} aria-hidden />
        {brand.name}
      </span>
    </p>
  )
}

function Flags({ row }: { row: InterventionRow }) {
  const { t } = useT()
  const formats = useFormats()
  const open = row.status !== 'answered' && row.status !== 'closed'
  const flags: ReactNode[] = []
  if (row.send_failed)
    flags.push(
      <Flag key="failed" tone="bad" icon={<IconMailX size={15} />} text={t('office.row.send_failed')} />,
    )
  if (row.wants_call)
    flags.push(
      <Flag key="call" tone="warm" icon={<IconPhoneCall size={15} />} text={t('office.row.wants_call')} />,
    )
  if (row.waiting_here && open)
    flags.push(
      <Flag key="here" tone="warm" icon={<IconSofa size={15} />} text={t('office.row.waiting_here')} />,
    )
  if (row.answer_by && open) {
    const text = t(row.late ? 'office.row.late' : 'office.row.answer_by', {
      at: formatSoon(formats, row.answer_by),
    })
    flags.push(
      <Flag
        key="by"
        tone={row.late ? 'bad' : undefined}
        icon={<IconClockExclamation size={15} />}
        text={text}
      />,
    )
  }
  return flags.length > 0 && <span className={classes.flags}>{flags}</span>
}

function Flag({ icon, text, tone }: { icon: ReactNode; text: string; tone?: 'warm' | 'bad' }) {
  return (
    <span className={chips.flag} data-tone={tone}>
      <span aria-hidden style={{ display: 'inline-flex' }}>
        {icon}
      </span>
      {text}
    </span>
  )
}

function People({ row }: { row: InterventionRow }) {
  const { t } = useT()
  return (
    <dl className={classes.people}>
      <Pair label={t('common.word.author')} value={row.author?.name} />
      <Pair label={t('common.word.assignee')} value={row.assignee?.name} />
    </dl>
  )
}

function Pair({ label, value }: { label: string; value: string | undefined }) {
  if (!value) return null
  return (
    <div className={classes.pair}>
      <dt>{label}</dt>
      <dd>
        <IconUser size={14} stroke={1.8} aria-hidden />
        {value}
      </dd>
    </div>
  )
}

function Counts({ row }: { row: InterventionRow }) {
  const { t } = useT()
  return (
    <span className={classes.counts}>
      <span
        title={t('office.row.videos', { count: row.video_count })}
        data-none={row.video_count === 0 || undefined}
      >
        <IconVideo size={17} stroke={1.7} aria-hidden /> {row.video_count}
        <span className="fb-spoken">{t('office.row.videos', { count: row.video_count })}</span>
      </span>
      <span
        title={t('office.row.photos', { count: row.photo_count })}
        data-none={row.photo_count === 0 || undefined}
      >
        <IconPhoto size={17} stroke={1.7} aria-hidden /> {row.photo_count}
        <span className="fb-spoken">{t('office.row.photos', { count: row.photo_count })}</span>
      </span>
    </span>
  )
}

function Sums({ row }: { row: InterventionRow }) {
  const { t } = useT()
  const formats = { ...useFormats(), currency: row.currency }
  const answered =
    row.mode === 'after_sales' && (row.status === 'answered' || (row.status === 'closed' && row.accepted > 0))
  return (
    <span className={`${classes.sums} fb-figures`}>
      {row.proposed > 0 && (
        <span>
          <span className={classes.sumLabel}>{t('office.row.proposed')}</span>{' '}
          {formatMoney(formats, row.proposed)}
        </span>
      )}
      {answered && (
        <span className={classes.accepted}>
          <span className={classes.sumLabel}>{t('office.row.accepted')}</span>{' '}
          {formatMoney(formats, row.accepted)}
        </span>
      )}
    </span>
  )
}

export function RowSkeleton() {
  return (
    <li className={classes.item}>
      <div className={classes.row}>
        <Skeleton w={104} h={66} radius="md" />
        <div className={classes.what}>
          <Skeleton h={16} w={180} />
          <Skeleton h={14} w={240} mt={10} />
        </div>
        <Skeleton h={14} w={110} />
        <Skeleton h={14} w={70} />
        <Skeleton h={14} w={90} />
        <Skeleton h={26} w={130} radius="xl" />
      </div>
    </li>
  )
}
