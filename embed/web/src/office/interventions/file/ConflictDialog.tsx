import { Button, Group, Radio, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { Intervention } from '../../../shared/api/types'
import { useT } from '../../../shared/i18n'
import { Dialog } from '../../shell/Dialog'
import classes from './Conflict.module.css'
import { useFile } from './context'
import { snapshotOf } from './draft'
import { type Change, changeKey, defaultSide, type Side } from './merge'
import { useStoreFile } from './operations'
import { useChangeLabel, useShown } from './shown'
import type { FileActions } from './useFileActions'

/** Two advisors in one file: the second one sees what the first one changed, and decides line by line. */
export function ConflictDialog({ actions }: { actions: FileActions }) {
  const { t } = useT()
  const { file } = useFile()
  const { colleague, setColleague } = actions
  return (
    <Dialog
      opened={colleague !== null && file.rights.edit}
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
  const show = useShown()
  const label = useChangeLabel()(change)
  return (
    <li className={classes.change} data-conflict={change.conflict || undefined}>
      <Radio.Group label={label} value={side} onChange={value => onSide(value as Side)}>
        <div className={classes.sides}>
          <Radio.Card value="theirs" p="sm" className={classes.side}>
            <span className={classes.whose}>{t('office.file.conflict.theirs')}</span>
            <span className={classes.value}>{show(change, 'theirs')}</span>
          </Radio.Card>
          <Radio.Card value="mine" p="sm" className={classes.side}>
            <span className={classes.whose}>
              {t(change.conflict ? 'office.file.conflict.mine' : 'office.file.conflict.before')}
            </span>
            <span className={classes.value}>{show(change, 'mine')}</span>
          </Radio.Card>
        </div>
      </Radio.Group>
    </li>
  )
}
