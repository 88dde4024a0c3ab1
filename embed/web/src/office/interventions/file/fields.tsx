import { NumberInput, Select, Textarea, TextInput } from '@mantine/core'
import type { ComponentProps } from 'react'
import { useDecimal } from '../../shell/useDecimal'
import { useField, useReadOnly } from './context'
import type { Field, Form } from './form'

/** The fields whose value is of a kind. */
type Of<V> = { [F in Field]: Form[F] extends V ? F : never }[Field]
type TextField = Of<string>

type TextProps = Omit<ComponentProps<typeof TextInput>, 'value' | 'onChange' | 'name' | 'error'>

export function DraftText({ field, ...props }: TextProps & { field: TextField }) {
  const [value, setValue, error] = useField(field)
  const readOnly = useReadOnly()
  return (
    <TextInput
      {...props}
      name={field}
      value={value}
      readOnly={readOnly}
      placeholder={readOnly ? '–' : undefined}
      error={error}
      autoComplete="off"
      onChange={event => setValue(event.currentTarget.value as never)}
    />
  )
}

type AreaProps = Omit<ComponentProps<typeof Textarea>, 'value' | 'onChange' | 'name' | 'error'>

export function DraftArea({ field, ...props }: AreaProps & { field: TextField }) {
  const [value, setValue, error] = useField(field)
  const readOnly = useReadOnly()
  return (
    <Textarea
      autosize
      minRows={readOnly ? 1 : 2}
      {...props}
      name={field}
      value={value}
      readOnly={readOnly}
      placeholder={readOnly ? '–' : undefined}
      error={error}
      onChange={event => setValue(event.currentTarget.value as never)}
    />
  )
}

interface SelectProps {
  field: TextField
  label: string
  data: { value: string; label: string }[]
  required?: boolean
}

/** A choice; one that has not been made yet is null for the screen and empty for the box. */
export function DraftSelect({ field, label, data, required }: SelectProps) {
  const [value, setValue, error] = useField(field)
  const readOnly = useReadOnly()
  return (
    <Select
      label={label}
      withAsterisk={required}
      name={field}
      data-field={field}
      data={data}
      value={value || null}
      readOnly={readOnly}
      error={error}
      allowDeselect={false}
      onChange={next => setValue((next ?? '') as never)}
    />
  )
}

interface NumberProps {
  field: 'vehicle.mileage'
  label: string
  suffix?: string
}

export function DraftNumber({ field, label, suffix }: NumberProps) {
  const [value, setValue, error] = useField(field)
  const readOnly = useReadOnly()
  const decimal = useDecimal()
  return (
    <NumberInput
      {...decimal}
      label={label}
      name={field}
      value={value ?? ''}
      readOnly={readOnly}
      error={error}
      allowNegative={false}
      allowDecimal={false}
      max={9_999_999}
      suffix={suffix}
      placeholder={readOnly ? '–' : undefined}
      onChange={next => setValue(next === '' ? null : Number(next))}
    />
  )
}
