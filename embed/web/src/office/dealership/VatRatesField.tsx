import { ActionIcon, Button, Group, Input, NumberInput, Text } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { formatPercent } from '../../shared/format'
import { useT } from '../../shared/i18n'
import { useDecimal } from '../shell/useDecimal'
import type { SectionProps } from './DealershipPage'

/** The rates to choose from; the first is the one that new works begin with. */
export function VatRatesField({ value, errors, onChange }: SectionProps) {
  const { t, language } = useT()
  const decimal = useDecimal()
  const rates = value.vat_rates
  const replace = (index: number, rate: number) =>
    onChange({ vat_rates: rates.map((before, at) => (at === index ? rate : before)) })
  return (
    <Input.Wrapper
      label={t('office.dealership.field.vat_rates')}
      description={t('office.dealership.vat_hint')}
      error={errors.vat_rates}
    >
      <Group gap="xs" mt={6} align="flex-start">
        {rates.map((rate, index) => (
          <NumberInput
            // biome-ignore lint/suspicious/noArrayIndexKey: a rate has no other identity than its place
            key={index}
            aria-label={t('office.dealership.vat_rate', { number: index + 1 })}
            data-field={index === 0 ? 'vat_rates' : undefined}
            w={128}
            value={rate / 100}
            min={0}
            max={100}
            decimalScale={2}
            suffix=" %"
            {...decimal}
            onChange={next => replace(index, Math.round(Number(next) * 100))}
            rightSection={
              rates.length > 1 && (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size="sm"
                  aria-label={t('office.dealership.remove_vat', { rate: formatPercent(language, rate) })}
                  onClick={() => onChange({ vat_rates: rates.filter((_, at) => at !== index) })}
                >
                  <IconX size={16} />
                </ActionIcon>
              )
            }
          />
        ))}
        {rates.length < 10 && (
          <Button
            variant="light"
            leftSection={<IconPlus size={16} />}
            onClick={() => onChange({ vat_rates: [...rates, 0] })}
          >
            {t('common.action.add')}
          </Button>
        )}
      </Group>
      {rates[0] !== undefined && (
        <Text size="sm" c="dimmed" mt={6}>
          {t('office.dealership.vat_first', { rate: formatPercent(language, rates[0]) })}
        </Text>
      )}
    </Input.Wrapper>
  )
}
