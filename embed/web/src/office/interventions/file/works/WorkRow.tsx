import { ActionIcon, Collapse, Menu, NumberInput, Select, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconArrowDown, IconArrowUp, IconChevronDown, IconGripVertical, IconTrash } from '@tabler/icons-react'
import { type DragEvent, useState } from 'react'
import type { Urgency, Work, WorkInput } from '../../../../shared/api/types'
import { formatMoney } from '../../../../shared/format'
import { useT } from '../../../../shared/i18n'
import { discountTooLarge, isProposed, lineAmounts } from '../../../../shared/money'
import { MoreMenu } from '../../../shell/MoreMenu'
import { say } from '../../../shell/say'
import { useFormats } from '../../../shell/session'
import { useDecimal } from '../../../shell/useDecimal'
import chips from '../../chips.module.css'
import { urgencyIcons } from '../../icons'
import { useFile, useReadOnly } from '../context'
import { useCategories } from './categories'
import { MeasuredFields, MeasuredStrip } from './Measured'
import { MoneyInput } from './MoneyInput'
import { WorkDetails } from './WorkDetails'
import classes from './Works.module.css'

const urgencies: Urgency[] = ['urgent', 'advised', 'offered', 'ok']

interface Props {
  work: WorkInput
  index: number
  last: boolean
  dragged: boolean
  onDrag: (id: string | null) => void
  onDragOver: () => void
  onMove: (to: number) => void
}

/** One work: the line that everybody fills, and below it what is needed now and then. */
export function WorkRow({ work, index, last, dragged, onDrag, onDragOver, onMove }: Props) {
  const { t } = useT()
  const { draft, errors } = useFile()
  const readOnly = useReadOnly()
  const [opened, { toggle, open }] = useDisclosure(hasDetails(work))
  const [grabbed, setGrabbed] = useState(false)
  const category = useCategories().nameOf(work)
  const change = (part: Partial<WorkInput>) => draft.changeWork(work.id, part)
  const onOver = (event: DragEvent) => {
    event.preventDefault()
    onDragOver()
  }
  return (
    <li
      className={classes.work}
      data-work={work.id}
      data-urgency={work.urgency}
      data-dragged={dragged || undefined}
      draggable={grabbed && !readOnly}
      onDragStart={() => onDrag(work.id)}
      onDragOver={onOver}
      onDragEnd={() => {
        onDrag(null)
        setGrabbed(false)
      }}
    >
      {category && <p className={classes.category}>{category}</p>}
      <div className={classes.line}>
        {!readOnly && (
          <span
            className={classes.grip}
            aria-hidden
            onPointerDown={() => setGrabbed(true)}
            onPointerUp={() => setGrabbed(false)}
          >
            <IconGripVertical size={18} />
          </span>
        )}
        <UrgencySelect work={work} readOnly={readOnly} onChange={change} />
        <TextInput
          className={classes.label}
          aria-label={t('office.file.works.label')}
          name={`works[${index}].label`}
          value={work.label}
          readOnly={readOnly}
          maxLength={300}
          error={errors[`works[${index}].label`]}
          onChange={event => change({ label: event.currentTarget.value })}
        />
        <PriceField work={work} index={index} readOnly={readOnly} onChange={change} />
        <QuantityField work={work} readOnly={readOnly} onChange={change} />
        <LineTotal work={work} />
        <DecisionChip work={work} />
        <ActionIcon
          variant="subtle"
          color="gray"
          size={36}
          aria-expanded={opened}
          aria-label={t('office.file.works.details', { work: work.label })}
          onClick={toggle}
        >
          <IconChevronDown size={18} className={classes.chevron} data-open={opened || undefined} />
        </ActionIcon>
        {!readOnly && <WorkMenu work={work} index={index} last={last} onMove={onMove} />}
      </div>
      <MeasuredStrip work={work} readOnly={readOnly} editing={opened && !readOnly} onEdit={open} />
      <Collapse expanded={opened} transitionDuration={150}>
        <MeasuredFields work={work} index={index} readOnly={readOnly} onChange={change} />
        <WorkDetails work={work} index={index} readOnly={readOnly} onChange={change} />
      </Collapse>
    </li>
  )
}

function hasDetails(work: WorkInput): boolean {
  return work.note !== '' || work.discount.kind !== 'none'
}

interface FieldProps {
  work: WorkInput
  readOnly: boolean
  onChange: (part: Partial<WorkInput>) => void
}

function UrgencySelect({ work, readOnly, onChange }: FieldProps) {
  const { t } = useT()
  const Icon = urgencyIcons[work.urgency]
  return (
    <Select
      className={classes.urgency}
      aria-label={t('office.file.works.urgency')}
      data={urgencies.map(value => ({ value, label: t(`common.urgency.${value}`) }))}
      value={work.urgency}
      readOnly={readOnly}
      allowDeselect={false}
      leftSection={<Icon size={17} stroke={2} aria-hidden />}
      styles={{
        input: {
          background: `var(--fb-${work.urgency}-soft)`,
          color: `var(--fb-${work.urgency}-text)`,
          borderColor: 'transparent',
          fontWeight: 600,
        },
        section: { color: `var(--fb-${work.urgency}-text)` },
      }}
      onChange={value => value && onChange({ urgency: value as Urgency })}
    />
  )
}

function PriceField({ work, index, readOnly, onChange }: FieldProps & { index: number }) {
  const { t } = useT()
  const { errors, file } = useFile()
  const label = t(work.price_includes_vat ? 'office.file.works.price_gross' : 'office.file.works.price_net')
  return (
    <MoneyInput
      className={classes.price}
      aria-label={label}
      title={label}
      placeholder={t('office.file.works.price')}
      currency={file.currency}
      name={`works[${index}].unit_price`}
      value={work.unit_price}
      readOnly={readOnly}
      error={errors[`works[${index}].unit_price`]}
      onChange={unit_price => onChange({ unit_price })}
    />
  )
}

function QuantityField({ work, readOnly, onChange }: FieldProps) {
  const { t } = useT()
  const decimal = useDecimal()
  return (
    <NumberInput
      {...decimal}
      className={classes.quantity}
      aria-label={t('office.file.works.quantity')}
      title={t('office.file.works.quantity')}
      prefix="× "
      value={work.quantity / 1000}
      readOnly={readOnly}
      allowNegative={false}
      decimalScale={3}
      max={1000}
      onChange={next => Number(next) > 0 && onChange({ quantity: Math.round(Number(next) * 1000) })}
    />
  )
}

function LineTotal({ work }: { work: WorkInput }) {
  const { t } = useT()
  const { file } = useFile()
  const formats = { ...useFormats(), currency: file.currency }
  const amounts = lineAmounts(work)
  const wrong = discountTooLarge(work)
  if (!isProposed(work.urgency)) {
    return <span className={classes.total} data-free />
  }
  return (
    <span className={`${classes.total} fb-figures`} data-missing={!amounts || wrong || undefined}>
      {amounts ? formatMoney(formats, amounts.gross) : t('office.file.works.no_price')}
    </span>
  )
}

function DecisionChip({ work }: { work: WorkInput }) {
  const { t } = useT()
  const { file } = useFile()
  const decision = file.works.find((saved: Work) => saved.id === work.id)?.decision ?? 'none'
  if (decision === 'none') return null
  return (
    <span className={chips.flag} data-tone={decision === 'accepted' ? 'good' : undefined}>
      {t(`common.decision.${decision}`)}
    </span>
  )
}

interface MenuProps {
  work: WorkInput
  index: number
  last: boolean
  onMove: (to: number) => void
}

function WorkMenu({ work, index, last, onMove }: MenuProps) {
  const { t } = useT()
  const { draft } = useFile()
  const remove = () => {
    draft.setWorks(works => works.filter(({ id }) => id !== work.id))
    const undo = () => draft.setWorks(works => [...works.slice(0, index), work, ...works.slice(index)])
    say.undoable(t('office.file.works.removed', { work: work.label }), undo)
  }
  return (
    <MoreMenu label={t('office.file.works.actions', { work: work.label })}>
      <Menu.Item
        leftSection={<IconArrowUp size={18} />}
        disabled={index === 0}
        onClick={() => onMove(index - 1)}
      >
        {t('office.file.move_up')}
      </Menu.Item>
      <Menu.Item leftSection={<IconArrowDown size={18} />} disabled={last} onClick={() => onMove(index + 1)}>
        {t('office.file.move_down')}
      </Menu.Item>
      <Menu.Item color="red" leftSection={<IconTrash size={18} />} onClick={remove}>
        {t('common.action.remove')}
      </Menu.Item>
    </MoreMenu>
  )
}
