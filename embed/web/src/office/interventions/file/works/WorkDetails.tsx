import { Input, NumberInput, SegmentedControl, Select, Textarea } from '@mantine/core'
import type { Discount, WorkInput } from '../../../../shared/api/types'
import { formatPercent } from '../../../../shared/format'
import { useT } from '../../../../shared/i18n'
import { discountTooLarge } from '../../../../shared/money'
import { useSession } from '../../../shell/session'
import { useDecimal } from '../../../shell/useDecimal'
import { useFile } from '../context'
import { useCategories } from './categories'
import { MoneyInput } from './MoneyInput'
import { WorkMedia } from './WorkMedia'
import classes from './Works.module.css'

interface Props {
  work: WorkInput
  index: number
  readOnly: boolean
  onChange: (part: Partial<WorkInput>) => void
}

export function WorkDetails({ work, index, readOnly, onChange }: Props) {
  const { t } = useT()
  return (
    <div className={classes.details}>
      <Input.Wrapper label={t('office.file.works.price')}>
        <SegmentedControl
          fullWidth
          readOnly={readOnly}
          aria-label={t('office.file.works.price')}
          value={work.price_includes_vat ? 'gross' : 'net'}
          onChange={value => onChange({ price_includes_vat: value === 'gross' })}
          data={[
            { value: 'gross', label: t('office.file.works.gross') },
            { value: 'net', label: t('office.file.works.net') },
          ]}
        />
      </Input.Wrapper>
      <VatSelect work={work} readOnly={readOnly} onChange={onChange} />
      <DiscountField work={work} index={index} readOnly={readOnly} onChange={onChange} />
      <CategorySelect work={work} readOnly={readOnly} onChange={onChange} />
      <Textarea
        className={classes.note}
        label={t('office.file.works.note')}
        description={t('office.file.works.note_hint')}
        autosize
        minRows={1}
        maxLength={2000}
        value={work.note}
        readOnly={readOnly}
        onChange={event => onChange({ note: event.currentTarget.value })}
      />
      <WorkMedia work={work} readOnly={readOnly} onChange={onChange} />
    </div>
  )
}

function VatSelect({ work, readOnly, onChange }: Omit<Props, 'index'>) {
  const { t, language } = useT()
  const { dealership } = useSession()
  const rates = [...new Set([...dealership.vat_rates, work.vat_bp])]
  return (
    <Select
      label={t('office.file.works.vat')}
      data={rates.map(rate => ({ value: String(rate), label: formatPercent(language, rate) }))}
      value={String(work.vat_bp)}
      readOnly={readOnly}
      allowDeselect={false}
      onChange={value => value !== null && onChange({ vat_bp: Number(value) })}
    />
  )
}

/** A work of one's own can be put into a category; a line of the checklist is in that of the list. */
function CategorySelect({ work, readOnly, onChange }: Omit<Props, 'index'>) {
  const { t } = useT()
  const { names, nameOf, isOfList } = useCategories()
  const value = nameOf(work)
  const fixed = readOnly || isOfList(work)
  if (value === '' && (fixed || names.length === 0)) return null
  return (
    <Select
      label={t('office.file.works.category')}
      placeholder={t('office.file.works.no_category')}
      data={[...new Set([...names, value])].filter(Boolean)}
      value={value || null}
      readOnly={fixed}
      clearable={!fixed}
      clearButtonProps={{ 'aria-label': t('office.file.works.no_category') }}
      onChange={category => onChange({ category: category ?? '' })}
    />
  )
}

function DiscountField({ work, index, readOnly, onChange }: Props) {
  const { t } = useT()
  const { errors, file } = useFile()
  const decimal = useDecimal()
  const { discount } = work
  const refused = errors[`works[${index}].discount`]
  const error = discountTooLarge(work) ? t('office.file.works.discount_large') : refused
  const setValue = (value: number) => onChange({ discount: { ...discount, value } })
  return (
    <Input.Wrapper label={t('office.file.works.discount')} error={error}>
      <div className={classes.discount}>
        <SegmentedControl
          readOnly={readOnly}
          aria-label={t('office.file.works.discount')}
          value={discount.kind}
          onChange={kind => onChange({ discount: { kind: kind as Discount['kind'], value: 0 } })}
          data={[
            { value: 'none', label: t('office.file.works.discount_none') },
            { value: 'amount', label: t('office.file.works.discount_amount') },
            { value: 'percent', label: '%' },
          ]}
        />
        {discount.kind === 'amount' && (
          <MoneyInput
            aria-label={t('office.file.works.discount')}
            name={`works[${index}].discount`}
            currency={file.currency}
            value={discount.value}
            readOnly={readOnly}
            onChange={value => setValue(value ?? 0)}
          />
        )}
        {discount.kind === 'percent' && (
          <NumberInput
            {...decimal}
            aria-label={t('office.file.works.discount')}
            suffix=" %"
            decimalScale={2}
            min={0}
            max={100}
            value={discount.value / 100}
            readOnly={readOnly}
            onChange={value => setValue(Math.round(Number(value) * 100))}
          />
        )}
      </div>
    </Input.Wrapper>
  )
}
