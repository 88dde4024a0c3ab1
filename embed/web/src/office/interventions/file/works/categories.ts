import type { ChecklistCategory, WorkInput } from '../../../../shared/api/types'
import { useT } from '../../../../shared/i18n'
import { useChecklists } from '../../queries'
import { useField, useFile } from '../context'
import { useChecklistGroups } from './AddWork'

type Named = Pick<WorkInput, 'category' | 'checklist_line'>

/**
 * A work's category in the reader's language. A line of the checklist is where the checklist has it, whatever the
 * language of the phone it came from; otherwise a category that one of the lists names is known by its name.
 */
export function categoryName(
  { category, checklist_line }: Named,
  mine: readonly ChecklistCategory[],
  others: readonly ChecklistCategory[],
): string {
  const ofLine = mine.find(({ lines }) => lines.some(({ id }) => id === checklist_line))
  if (ofLine) return ofLine.name
  const known = others.find(({ name }) => name === category)
  return mine.find(({ id }) => id === known?.id)?.name ?? category
}

/** The categories of the file's checklist, and what each work's is called, in the language of whoever looks. */
export function useCategories() {
  const { language } = useT()
  const { file } = useFile()
  const [module] = useField('module')
  const [brand] = useField('brand')
  const checklists = useChecklists(module, brand, language)
  const list = checklists.data?.find(({ id }) => id === file.checklist_id) ?? checklists.data?.[0]
  const mine = list?.categories ?? []
  const others = useChecklistGroups()
  return {
    names: mine.map(({ name }) => name),
    nameOf: (work: Named) => categoryName(work, mine, others),
    isOfList: ({ checklist_line }: Named) =>
      mine.some(({ lines }) => lines.some(({ id }) => id === checklist_line)),
  }
}
