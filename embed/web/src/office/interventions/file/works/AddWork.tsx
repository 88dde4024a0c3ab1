import { Autocomplete, Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { newId } from '../../../../shared/api/id'
import type { Checklist, ChecklistCategory } from '../../../../shared/api/types'
import { useT } from '../../../../shared/i18n'
import { useSession } from '../../../shell/session'
import { useChecklists } from '../../queries'
import { useField, useFile } from '../context'
import { newWork } from '../form'
import classes from './Works.module.css'

/** A line by its first letters from the checklist, or any text of one's own. */
export function AddWork() {
  const { t } = useT()
  const [text, setText] = useState('')
  const groups = useChecklistGroups()
  const add = useAddWork()
  const submit = (label: string) => {
    if (!label.trim()) return
    add(label.trim(), groups)
    setText('')
  }
  return (
    <div className={classes.add}>
      <Autocomplete
        className={classes.addField}
        aria-label={t('office.file.works.add')}
        placeholder={t('office.file.works.add_placeholder')}
        data={groups.map(group => ({
          group: group.name,
          items: [...new Set(group.lines.map(line => line.label))],
        }))}
        value={text}
        limit={14}
        maxLength={300}
        maxDropdownHeight={340}
        onChange={setText}
        onOptionSubmit={label => {
          add(label, groups)
          // The field writes the chosen text after this; it is emptied once that is done.
          setTimeout(() => setText(''))
        }}
        onKeyDown={event => {
          const active = document.querySelector('[data-combobox-selected]')
          if (event.key === 'Enter' && !active) submit(text)
        }}
      />
      <Button
        variant="light"
        leftSection={<IconPlus size={18} />}
        disabled={!text.trim()}
        onClick={() => submit(text)}
      >
        {t('common.action.add')}
      </Button>
    </div>
  )
}

/** The lines of the file's checklist in the customer's language, since the customer reads them. */
export function useChecklistGroups(): ChecklistCategory[] {
  const { file } = useFile()
  const [language] = useField('customer.language')
  const [module] = useField('module')
  const [brand] = useField('brand')
  const checklists = useChecklists(module, brand, language)
  const list = checklists.data?.find(({ id }) => id === file.checklist_id) ?? checklists.data?.[0]
  return groupsOf(list)
}

function groupsOf(list: Checklist | undefined): ChecklistCategory[] {
  return list?.categories ?? []
}

/** Adds a work; one that stands in the checklist brings its category, price and urgency along. */
export function useAddWork(): (label: string, groups: ChecklistCategory[]) => void {
  const { draft } = useFile()
  const { dealership } = useSession()
  return (label, groups) => {
    const group = groups.find(({ lines }) => lines.some(line => line.label === label))
    const line = group?.lines.find(candidate => candidate.label === label)
    const extra = line && {
      category: group?.name ?? '',
      checklist_line: line.id,
      unit_price: line.unit_price,
      urgency: line.default_urgency ?? 'advised',
      measure: line.measure,
    }
    draft.setWorks(works => [...works, newWork(newId(), label, dealership.vat_rates[0] ?? 0, extra)])
  }
}
