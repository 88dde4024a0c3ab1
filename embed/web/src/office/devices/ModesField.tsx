import { Checkbox, Group } from '@mantine/core'
import type { Mode } from '../../shared/api/types'
import { useT } from '../../shared/i18n'

const modes: Mode[] = ['after_sales', 'sales']

interface Props {
  value: Mode[]
  error?: string
  onChange: (modes: Mode[]) => void
}

/** In which modes a phone works. */
export function ModesField({ value, error, onChange }: Props) {
  const { t } = useT()
  return (
    <Checkbox.Group
      label={t('office.devices.modes.label')}
      value={value}
      error={error}
      onChange={chosen => onChange(chosen as Mode[])}
    >
      <Group gap="lg" mt={6}>
        {modes.map(mode => (
          <Checkbox key={mode} value={mode} label={t(`common.mode.${mode}`)} />
        ))}
      </Group>
    </Checkbox.Group>
  )
}
