import { Button, Group, Radio, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { Intervention, WorkInput } from '../../../shared/api/types'
import { formatDateTime, formatMoney } from '../../../shared/format'
import { languageName, useT } from '../../../shared/i18n'
import { lineAmounts } from '../../../shared/money'
import { Dialog } from '../../shell/Dialog'
import { useBrandOf, useFormats } from '../../shell/session'
import { useColleagues } from '../queries'
import classes from './Conflict.module.css'
import { useFile } from './context'
import { snapshotOf } from './draft'
import { fieldLabel } from './labels'
import { type Change, changeKey, defaultSide, type Side } from './merge'
import { useStoreFile } from './operations'
import type { FileActions } from './useFileActions'

/** Two advisors in one file: the second one sees what the first one changed, and decides line by line. */
export function ConflictDialog({ actions }: { actions: FileActions }) {
  const { t } = useT()
  const { colleague, setColleague } = actions
  return (
    <Dialog
      opened={colleague !== null}
      onClose={() => setColleague(null)}
      size="xl"
      title={t('office.file.conflict.title')}
    >
      {colleague && <Choices key={colleague.version} colleague={colleague} actions={actions} />}
    </Dialog>
  )
}

function Choices({ colleague, actions }: { colleague: Intervention; actions: FileActions }) {
  const { t } = useT()
  const { draft } = useFile()
  const store = useStoreFile()
  const current = snapshotOf(colleague)
  const [changes] = useState(() => draft.changesAgainst(current))
  const [sides, setSides] = useState<Record<string, Side>>({})
  const sideOf = (change: Change) => sides[changeKey(change)] ?? defaultSide(change)
  const who = colleague.history.find(entry => entry.kind === 'edited')?.actor.name
  const apply = () => {
    draft.rebase(current, sideOf)
    store(colleague)
    actions.setColleague(null)
    if (draft.dirty) actions.save.mutate()
  }
  return (
    <Stack>
      <Text>{who ? t('office.file.conflict.text_who', { name: who }) : t('office.file.conflict.text')}</Text>
      <ul className={classes.list}>
        {changes.map(change => (
          <Choice
            key={changeKey(change)}
            change={change}
            side={sideOf(change)}
            onSide={side => setSides({ ...sides, [changeKey(change)]: side })}
          />
        ))}
      </ul>
      <Group justify="flex-end">
        <Button variant="default" onClick={() => actions.setColleague(null)}>
          {t('office.file.conflict.later')}
        </Button>
        <Button onClick={apply} data-autofocus>
          {t('office.file.conflict.apply')}
        </Button>
      </Group>
    </Stack>
  )
}

function Choice({ change, side, onSide }: { change: Change; side: Side; onSide: (side: Side) => void }) {
  const { t } = useT()
  const show = useShown(change)
  const label =
    change.kind === 'field' ? fieldLabel(t, change.field) : (change.theirs?.label ?? change.mine?.label ?? '')
  return (
    <li className={classes.change} data-conflict={change.conflict || undefined}>
      <Radio.Group label={label} value={side} onChange={value => onSide(value as Side)}>
        <div className={classes.sides}>
          <Radio.Card value="theirs" p="sm" className={classes.side}>
            <span className={classes.whose}>{t('office.file.conflict.theirs')}</span>
            <span className={classes.value}>{show('theirs')}</span>
          </Radio.Card>
          <Radio.Card value="mine" p="sm" className={classes.side}>
            <span className={classes.whose}>
              {t(change.conflict ? 'office.file.conflict.mine' : 'office.file.conflict.before')}
            </span>
            <span className={classes.value}>{show('mine')}</span>
          </Radio.Card>
        </div>
      </Radio.Group>
    </li>
  )
}

/** A value as people read it. */
function useShown(change: Change): (side: Side) => string {
  const { t } = useT()
  const { file } = useFile()
  const formats = { ...useFormats(), currency: file.currency }
  const brandOf = useBrandOf()
  const colleagues = useColleagues()
  const work = (input: WorkInput | undefined) => {
    if (!input) return t('office.file.conflict.removed')
    const amounts = lineAmounts(input)
    const price = amounts ? formatMoney(formats, amounts.gross) : t('office.file.works.no_price')
    return [input.label, t(`common.urgency.${input.urgency}`), price, input.note].filter(Boolean).join(' · ')
  }
  return side => {
    if (change.kind === 'work') return work(change[side])
    const value = change[side]
    if (value === null || value === '') return t('office.file.conflict.empty')
    if (typeof value === 'boolean') return t(value ? 'common.word.yes' : 'common.word.no')
    switch (change.field) {
      case 'brand':
        return brandOf(String(value)).name
      case 'module':
        return t(`common.module.${value as 'mechanics'}`)
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
