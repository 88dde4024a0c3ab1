import { NumberInput, type NumberInputProps } from '@mantine/core'
import { minorDigits } from '../../../../shared/format'
import { useDecimal } from '../../../shell/useDecimal'

interface Props extends Omit<NumberInputProps, 'value' | 'onChange'> {
  value: number | null
  currency: string
  onChange: (minor: number | null) => void
}

/** Money as people type it; minor units outside. Empty is "no price", which is not zero. */
export function MoneyInput({ value, currency, onChange, ...props }: Props) {
  const decimal = useDecimal()
  const unit = 10 ** minorDigits(currency)
  return (
    <NumberInput
      {...decimal}
      allowNegative={false}
      decimalScale={minorDigits(currency)}
      fixedDecimalScale
      max={1_000_000}
      value={value === null ? '' : value / unit}
      onChange={next => onChange(next === '' ? null : Math.round(Number(next) * unit))}
      rightSection={<span aria-hidden>{symbolOf(currency)}</span>}
      rightSectionPointerEvents="none"
      {...props}
    />
  )
}

function symbolOf(currency: string): string {
  const parts = new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
  return parts.formatToParts(0).find(part => part.type === 'currency')?.value ?? currency
}
