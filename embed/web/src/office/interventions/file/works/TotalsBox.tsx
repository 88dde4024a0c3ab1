import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { formatMoney, formatPercent } from '../../../../shared/format'
import { useT } from '../../../../shared/i18n'
import { totalsOf } from '../../../../shared/money'
import { useFormats } from '../../../shell/session'
import { useFile, useWorks } from '../context'
import classes from './Works.module.css'

/** What the proposed works come to, while one types; after saving it is the box's own sum. */
export function TotalsBox() {
  const { t, language } = useT()
  const { file, draft } = useFile()
  const works = useWorks()
  const formats = { ...useFormats(), currency: file.currency }
  const totals = draft.worksDirty ? totalsOf(works) : file.totals
  const money = (minor: number) => formatMoney(formats, minor)
  if (works.length === 0) return null
  return (
    <div className={`${classes.totals} fb-figures`}>
      {totals.unpriced > 0 && (
        <Text size="sm" className={classes.unpriced}>
          {t('office.file.works.unpriced', { count: totals.unpriced })}
        </Text>
      )}
      <dl>
        <Line label={t('office.file.works.total_net')} value={money(totals.net)} />
        {totals.by_vat.map(rate => (
          <Line
            key={rate.vat_bp}
            label={t('office.file.works.total_vat', { rate: formatPercent(language, rate.vat_bp) })}
            value={money(rate.vat)}
          />
        ))}
        <Line label={t('office.file.works.total_gross')} value={<strong>{money(totals.gross)}</strong>} />
      </dl>
    </div>
  )
}

function Line({ label, value }: { label: string; value: ReactNode }) {
  return (
    <div className={classes.sum}>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  )
}
