import { ActionIcon, Button, ColorInput, Group, Input, Stack, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useT } from '../../shared/i18n'

export interface BrandEntry {
  id?: string
  name: string
  color: string
}

interface Props {
  brands: BrandEntry[]
  errors: Record<string, string>
  onChange: (brands: BrandEntry[]) => void
}

const swatches = ['#0f5965', '#1c4f9c', '#14213d', '#8a1538', '#c0281f', '#b35309', '#1b7a3e', '#3d3d45']

/** The makes that the dealership sells, each with the colour of its customer page. */
export function BrandsField({ brands, errors, onChange }: Props) {
  const { t } = useT()
  const change = (index: number, part: Partial<BrandEntry>) =>
    onChange(brands.map((brand, at) => (at === index ? { ...brand, ...part } : brand)))
  return (
    <Input.Wrapper error={errors.brands}>
      <Stack gap="sm">
        {brands.map((brand, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a new brand has no identity yet
          <Group key={index} gap="xs" wrap="nowrap" align="flex-start">
            <TextInput
              flex={1}
              name={`brands[${index}].name`}
              aria-label={t('office.dealership.brand_name', { number: index + 1 })}
              placeholder={t('common.word.brand')}
              value={brand.name}
              error={errors[`brands[${index}].name`]}
              onChange={event => change(index, { name: event.currentTarget.value })}
            />
            <ColorInput
              w={136}
              aria-label={t('office.dealership.brand_color', { brand: brand.name })}
              format="hex"
              swatches={swatches}
              swatchesPerRow={8}
              value={brand.color}
              error={errors[`brands[${index}].color`]}
              onChange={color => change(index, { color })}
              eyeDropperButtonProps={{ 'aria-label': t('office.dealership.pick_color') }}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size={36}
              disabled={brands.length === 1}
              aria-label={t('office.dealership.remove_brand', { brand: brand.name })}
              onClick={() => onChange(brands.filter((_, at) => at !== index))}
            >
              <IconTrash size={18} />
            </ActionIcon>
          </Group>
        ))}
        <Group>
          <Button
            variant="light"
            leftSection={<IconPlus size={16} />}
            onClick={() =>
              onChange([
                ...brands,
                { name: '', color: swatches[brands.length % swatches.length] ?? '#0f5965' },
              ])
            }
          >
            {t('office.dealership.add_brand')}
          </Button>
        </Group>
      </Stack>
    </Input.Wrapper>
  )
}
