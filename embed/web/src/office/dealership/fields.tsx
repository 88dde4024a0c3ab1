import { NumberInput, Select, SimpleGrid, Switch, Textarea, TextInput } from '@mantine/core'
import { type ChangeEvent, useMemo } from 'react'
import { languageName, languages, useT } from '../../shared/i18n'
import type { SectionProps } from './DealershipPage'
import { countryOptions, currencyOptions, timeZones } from './regions'

type TextName = 'name' | 'address' | 'phone' | 'email' | 'website'

export function AddressFields({ value, errors, onChange }: SectionProps) {
  const { t } = useT()
  const field = (name: TextName) => ({
    name,
    label: t(`office.dealership.field.${name}`),
    value: value[name],
    error: errors[name],
    onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) =>
      onChange({ [name]: event.currentTarget.value }),
  })
  return (
    <>
      <TextInput required {...field('name')} />
      <Textarea autosize minRows={2} {...field('address')} />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput type="tel" {...field('phone')} />
        <TextInput type="email" {...field('email')} />
      </SimpleGrid>
      <TextInput type="url" placeholder="https://" {...field('website')} />
    </>
  )
}

export function RegionFields({ value, errors, onChange }: SectionProps) {
  const { t, language } = useT()
  const countries = useMemo(() => countryOptions(language), [language])
  const currencies = useMemo(() => currencyOptions(language), [language])
  const select = (name: 'country' | 'language' | 'time_zone' | 'currency') => ({
    name,
    'data-field': name,
    label: t(`office.dealership.field.${name}`),
    value: value[name] || null,
    error: errors[name],
    allowDeselect: false,
    onChange: (chosen: string | null) => chosen && onChange({ [name]: chosen }),
  })
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }}>
      <Select searchable data={countries} {...select('country')} />
      <Select
        data={languages.map(tag => ({ value: tag, label: languageName(tag) }))}
        {...select('language')}
      />
      <Select searchable limit={60} data={timeZones(value.time_zone)} {...select('time_zone')} />
      <Select data={currencies} {...select('currency')} />
    </SimpleGrid>
  )
}

export function SalesFields({ value, onChange }: Omit<SectionProps, 'errors'>) {
  const { t } = useT()
  return (
    <Switch
      name="direct_sending"
      label={t('office.dealership.field.direct_sending')}
      description={t('office.dealership.direct_sending_hint')}
      checked={value.direct_sending}
      onChange={event => onChange({ direct_sending: event.currentTarget.checked })}
    />
  )
}

export function LimitFields({ value, errors, onChange }: SectionProps) {
  const { t } = useT()
  const { limits } = value
  const minutes = (name: 'video_seconds' | 'video_total_seconds') => ({
    label: t(`office.dealership.field.${name}`),
    value: limits[name] / 60,
    min: 1,
    max: 120,
    decimalScale: 1,
    suffix: ` ${t('office.dealership.minutes')}`,
    error: errors[`limits.${name}`],
    onChange: (next: string | number) =>
      onChange({ limits: { ...limits, [name]: Math.round(Number(next) * 60) } }),
  })
  return (
    <SimpleGrid cols={{ base: 1, xs: 3 }}>
      <NumberInput
        label={t('office.dealership.field.photos')}
        value={limits.photos}
        min={1}
        max={200}
        allowDecimal={false}
        error={errors['limits.photos']}
        onChange={next => onChange({ limits: { ...limits, photos: Number(next) } })}
      />
      <NumberInput {...minutes('video_seconds')} />
      <NumberInput {...minutes('video_total_seconds')} />
    </SimpleGrid>
  )
}
