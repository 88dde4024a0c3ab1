import type { Module, WorkInput } from '../../../shared/api/types'
import { formatDateTime, formatMoney } from '../../../shared/format'
import { languageName, useT } from '../../../shared/i18n'
import { describe } from '../../../shared/measures'
import { lineAmounts } from '../../../shared/money'
import { useBrandOf, useFormats } from '../../shell/session'
import { useColleagues, useMeasures } from '../queries'
import { useFile } from './context'
import { fieldLabel } from './labels'
import type { Change, Side } from './merge'

/** What has changed, as it is called on the screen: a field or a work. */
export function useChangeLabel(): (change: Change) => string {
  const { t } = useT()
  return change =>
    change.kind === 'field' ? fieldLabel(t, change.field) : (change.theirs?.label ?? change.mine?.label ?? '')
}

/** The value on one side of a change, as people read it. */
export function useShown(): (change: Change, side: Side) => string {
  const { t, language } = useT()
  const { file } = useFile()
  const measures = useMeasures(file.works.some(work => work.measure !== null))
  const formats = { ...useFormats(), currency: file.currency }
  const brandOf = useBrandOf()
  const colleagues = useColleagues()
  const work = (input: WorkInput | undefined) => {
    if (!input) return t('office.file.conflict.removed')
    const amounts = lineAmounts(input)
    const price = amounts ? formatMoney(formats, amounts.gross) : t('office.file.works.no_price')
    const measure = measures.data?.find(({ kind }) => kind === input.measure)
    const values = measure ? describe(t, language, measure, input.values) : []
    const measured = values.map(line => `${line.name} ${line.values}`)
    return [input.label, t(`common.urgency.${input.urgency}`), price, ...measured, input.note]
      .filter(Boolean)
      .join(' · ')
  }
  return (change, side) => {
    if (change.kind === 'work') return work(change[side])
    const value = change[side]
    if (value === null || value === '') return t('office.file.conflict.empty')
    if (typeof value === 'boolean') return t(value ? 'common.word.yes' : 'common.word.no')
    switch (change.field) {
      case 'brand':
        return brandOf(String(value)).name
      case 'module':
        return t(`common.module.${value as Module}`)
      case 'answer_by':
        return formatDateTime(formats, String(value))
      case 'customer.language':
        return languageName(String(value))
      case 'customer.title':
        return t(`office.file.customer.titles.${value as 'ms'}`)
      case 'customer.kind':
        return t(`office.file.customer.${value as 'owner'}`)
      case 'assignee_id':
        return colleagues.data?.find(({ id }) => id === value)?.name ?? String(value)
      default:
        return String(value)
    }
  }
}
