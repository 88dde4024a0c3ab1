import {
  ActionIcon,
  Badge,
  Button,
  Loader,
  MultiSelect,
  Popover,
  Stack,
  Switch,
  Tooltip,
} from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { IconBaselineDensityMedium, IconBaselineDensitySmall, IconFilter } from '@tabler/icons-react'
import { useEffect } from 'react'
import type { Mode, Module } from '../../../shared/api/types'
import { useT } from '../../../shared/i18n'
import { modulesOf } from '../../../shared/modules'
import { useSession } from '../../shell/session'
import { useEverybody } from '../queries'
import classes from './Dashboard.module.css'
import {
  type Filters,
  filterCount,
  type ListFilter,
  listFilters,
  modulesIn,
  noFilters,
  withModules,
} from './filters'

const statuses = ['pending', 'sent', 'read', 'answered', 'closed'] as const

interface Props {
  mode: Mode
  filters: Filters
  busy: boolean
  onChange: (filters: Filters) => void
}

export function FilterBar({ mode, filters, busy, onChange }: Props) {
  const { t } = useT()
  return (
    <div className={classes.bar}>
      <FilterButton mode={mode} filters={filters} onChange={onChange} />
      <Switch
        label={t('office.filter.mine')}
        checked={filters.mine}
        onChange={event => onChange({ ...filters, mine: event.currentTarget.checked })}
      />
      <Switch
        label={t('office.filter.closed')}
        checked={filters.closed}
        onChange={event => onChange({ ...filters, closed: event.currentTarget.checked })}
      />
      <span className={classes.spacer} />
      {busy && <Loader size="sm" aria-label={t('common.word.loading')} />}
      <DensityButton />
    </div>
  )
}

function FilterButton({ mode, filters, onChange }: Omit<Props, 'busy'>) {
  const { t } = useT()
  const count = filterCount(mode, filters)
  return (
    <Popover position="bottom-start" width={340} trapFocus>
      <Popover.Target>
        <Button
          variant="default"
          leftSection={<IconFilter size={18} aria-hidden />}
          rightSection={count > 0 && <Badge circle>{count}</Badge>}
          aria-label={count > 0 ? t('office.filter.button_count', { count }) : undefined}
        >
          {t('office.filter.button')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm">
          {listFilters.map(name => (
            <FilterField key={name} mode={mode} name={name} filters={filters} onChange={onChange} />
          ))}
          <Button variant="subtle" disabled={count === 0} onClick={() => onChange(noFilters)}>
            {t('office.filter.reset')}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}

function FilterField({ mode, name, filters, onChange }: { name: ListFilter } & Omit<Props, 'busy'>) {
  const { t } = useT()
  const options = useOptions(mode)[name]
  const chosen = name === 'module' ? modulesIn(mode, filters) : [...filters[name]]
  const choose = (values: string[]) =>
    onChange(
      name === 'module' ? withModules(mode, filters, values as Module[]) : { ...filters, [name]: values },
    )
  return (
    <MultiSelect
      label={t(`office.filter.${name}`)}
      data={options}
      value={chosen}
      onChange={choose}
      searchable={options.length > 7}
      clearable
      hidePickedOptions
      comboboxProps={{ withinPortal: false }}
      nothingFoundMessage={t('office.filter.nothing')}
      clearButtonProps={{ 'aria-label': t('office.filter.clear') }}
    />
  )
}

/** What can be chosen; what is no longer there but still named by interventions comes last. */
function useOptions(mode: Mode): Record<ListFilter, { value: string; label: string }[]> {
  const { t } = useT()
  const { dealership } = useSession()
  const everybody = useEverybody().data ?? []
  const retired = ({ id, name }: { id: string; name: string }) => ({
    value: id,
    label: t('office.filter.retired', { name }),
  })
  const people = [
    ...everybody.filter(({ inactive }) => !inactive).map(({ id, name }) => ({ value: id, label: name })),
    ...everybody.filter(({ inactive }) => inactive).map(retired),
  ]
  return {
    module: modulesOf[mode].map(value => ({ value, label: t(`common.module.${value}`) })),
    status: statuses.map(value => ({ value, label: t(`common.status.${value}`) })),
    brand: [
      ...dealership.brands.map(({ id, name }) => ({ value: id, label: name })),
      ...dealership.retired_brands.map(retired),
    ],
    author: people,
    sender: people,
    assignee: people,
  }
}

/** Roomy or compact rows; kept on this computer. */
function DensityButton() {
  const { t } = useT()
  const [density, setDensity] = useLocalStorage({
    key: 'fleetbox-density',
    defaultValue: 'roomy',
    getInitialValueInEffect: false,
  })
  useEffect(() => {
    document.documentElement.dataset.density = density
  }, [density])
  const compact = density === 'compact'
  const label = t(compact ? 'office.dashboard.roomy' : 'office.dashboard.compact')
  const Icon = compact ? IconBaselineDensityMedium : IconBaselineDensitySmall
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        visibleFrom="sm"
        aria-label={label}
        onClick={() => setDensity(compact ? 'roomy' : 'compact')}
      >
        <Icon size={20} stroke={1.7} />
      </ActionIcon>
    </Tooltip>
  )
}
