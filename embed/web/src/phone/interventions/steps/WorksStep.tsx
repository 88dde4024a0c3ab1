import { IconPlus, IconSearch } from '@tabler/icons-react'
import { type ReactNode, useDeferredValue, useMemo, useState } from 'react'
import { newId } from '../../../shared/api/id'
import { useT } from '../../../shared/i18n'
import { LineSheet, OwnLineSheet } from '../../checklists/LineSheets'
import { useLastVisit } from '../../checklists/lastVisit'
import { TickLine } from '../../checklists/TickLine'
import {
  addOwnLine,
  countWorks,
  type Line,
  nextTick,
  restIsOk,
  searchLines,
  setTick,
  tapLine,
  withoutAdded,
} from '../../checklists/ticks'
import { checklistsOf } from '../../devices/device'
import { useLive } from '../../storage/live'
import { db } from '../../storage/open'
import { Button } from '../../ui/Button'
import { SearchField } from '../../ui/Field'
import { Notice } from '../../ui/Notice'
import { say } from '../../ui/toasts'
import type { StepProps } from '../DraftPage'
import type { DraftWork } from '../draft'
import { changeWorks, mostWorks } from '../drafts'
import css from './WorksStep.module.css'

/** The line whose sheet is open; by its work where it is not on the list. */
interface Opened {
  line: Line | null
  work: string | null
}

interface Category {
  id: string
  name: string
  lines: Line[]
}

/** The recommendations: a tap a line, as often as the urgency needs. */
export function WorksStep({ draft, media, frame }: StepProps) {
  const { t } = useT()
  const [query, setQuery] = useState('')
  const [opened, setOpened] = useState<Opened | null>(null)
  const [writing, setWriting] = useState(false)
  const [searching, setSearching] = useState(false)
  const wanted = useDeferredValue(query)
  const categories = useCategories(draft.module, draft.brand)
  const byLine = useMemo(() => new Map(draft.works.map(work => [work.checklist_line, work])), [draft.works])
  const last = useLastVisit(draft)
  const listed = useMemo(
    () => new Set(categories?.flatMap(category => category.lines.map(line => line.id))),
    [categories],
  )
  // Own lines, and lines of a checklist that is no longer the phone's, stand first.
  const own = draft.works.filter(work => work.checklist_line === null || !listed.has(work.checklist_line))
  const filtered = (categories ?? [])
    .map(category => ({ ...category, lines: searchLines(category.lines, wanted) }))
    .filter(category => category.lines.length > 0)
  const change = async (works: (works: DraftWork[]) => DraftWork[]) => {
    const room = await changeWorks(db, draft.id, works)
    if (!room) say(t('phone.works.full', { count: mostWorks }))
    return room
  }
  const mediaCount = (work: DraftWork | undefined) =>
    work ? [...media, ...draft.remote].filter(item => !item.deleted && item.work_id === work.id).length : 0
  const allFine = async (category: Category) => {
    let added: DraftWork[] = []
    const room = await change(works => {
      const all = restIsOk(works, category.lines, newId)
      added = all.slice(works.length)
      return all
    })
    if (!room) return
    const undo = () => void change(works => withoutAdded(works, added))
    say(t('phone.works.rest_ok_done', { name: category.name }), undo)
  }
  const addOwn = async (label: string) => {
    await change(works => addOwnLine(works, label, newId()))
    setQuery('')
    setSearching(false)
    setWriting(false)
  }
  const shown = opened?.work
    ? draft.works.find(work => work.id === opened.work)
    : opened?.line && byLine.get(opened.line.id)

  return frame({
    top: (
      <div className={css.top}>
        {searching ? (
          <SearchField
            autoFocus
            label={t('phone.works.search')}
            value={query}
            onChange={setQuery}
            onClose={() => setSearching(false)}
          />
        ) : (
          <JumpBar categories={filtered}>
            <Button aria-label={t('common.action.search')} onClick={() => setSearching(true)}>
              <IconSearch size={26} aria-hidden />
            </Button>
            <Button aria-label={t('phone.works.add_own')} onClick={() => setWriting(true)}>
              <IconPlus size={26} aria-hidden />
            </Button>
          </JumpBar>
        )}
      </div>
    ),
    dock: <Counts works={draft.works} />,
    children: (
      <div className={css.lists}>
        {categories?.length === 0 ? <Notice>{t('phone.works.no_checklist')}</Notice> : null}
        {draft.works.length === 0 ? <p className={css.help}>{t('phone.works.help')}</p> : null}
        {own.length > 0 ? (
          <section aria-label={t('phone.works.own')}>
            {own.map(work => (
              <TickLine
                key={work.id}
                label={work.label}
                work={work}
                mediaCount={mediaCount(work)}
                onTap={() => void change(works => setTick(works, work.id, nextTick(work)))}
                onOpen={() => setOpened({ line: lineOf(work), work: work.id })}
              />
            ))}
          </section>
        ) : null}
        {filtered.map(category => (
          <section key={category.id} id={sectionID(category.id)} aria-label={category.name}>
            <div className={css.heading}>
              <h2>{category.name}</h2>
              <button type="button" className={css.rest} onClick={() => void allFine(category)}>
                {t('phone.works.rest_ok')}
              </button>
            </div>
            {category.lines.map(line => (
              <TickLine
                key={line.id}
                label={line.label}
                work={byLine.get(line.id)}
                mediaCount={mediaCount(byLine.get(line.id))}
                onTap={() => void change(works => tapLine(works, line, newId))}
                measure={line.measure}
                last={last.get(line.id)}
                onOpen={() => setOpened({ line, work: null })}
              />
            ))}
          </section>
        ))}
        {query.trim() !== '' ? (
          <Button look="plain" className={css.add} onClick={() => void addOwn(query)}>
            <IconPlus size={26} aria-hidden />
            {t('phone.works.add_typed', { label: query.trim() })}
          </Button>
        ) : null}
        {opened && (shown || opened.line?.measure) ? (
          <LineSheet
            draft={draft}
            line={opened.line}
            work={shown || undefined}
            onClose={() => setOpened(null)}
          />
        ) : null}
        {writing ? <OwnLineSheet onAdd={addOwn} onClose={() => setWriting(false)} /> : null}
      </div>
    ),
  })
}

/** The line of a work that the phone's checklists no longer have. */
function lineOf({ checklist_line, label, category, unit_price, measure }: DraftWork): Line | null {
  return checklist_line ? { id: checklist_line, label, category, unitPrice: unit_price, measure } : null
}

const sectionID = (category: string) => `category-${category}`

function JumpBar({ categories, children }: { categories: Category[]; children: ReactNode }) {
  const { t } = useT()
  const jump = (id: string) => document.getElementById(sectionID(id))?.scrollIntoView({ behavior: 'smooth' })
  return (
    <nav className={css.jump} aria-label={t('phone.works.jump')}>
      {children}
      {categories.map(category => (
        <button key={category.id} type="button" className={css.chip} onClick={() => jump(category.id)}>
          {category.name}
        </button>
      ))}
    </nav>
  )
}

function Counts({ works }: { works: DraftWork[] }) {
  const { t } = useT()
  const count = countWorks(works)
  return (
    <p className={css.counts} aria-live="polite">
      {(['ok', 'advised', 'urgent'] as const).map(urgency => (
        <span key={urgency} style={{ color: `var(--fb-${urgency}-text)` }}>
          <strong>{count[urgency]}</strong> {t(`common.urgency.${urgency}`)}
        </span>
      ))}
    </p>
  )
}

/** The categories of the checklists that the phone keeps for module and brand. */
function useCategories(module: StepProps['draft']['module'], brand: string | null): Category[] | undefined {
  const { language } = useT()
  const brandID = brand ?? ''
  const checklists = useLive(
    async () => (module ? checklistsOf(db, module, brandID, language) : []),
    `${module}|${brandID}|${language}`,
  )
  return useMemo(
    () =>
      checklists?.flatMap(checklist =>
        checklist.categories.map(category => ({
          id: `${checklist.id}-${category.id}`,
          name: category.name,
          lines: category.lines.map(line => ({
            id: line.id,
            label: line.label,
            category: category.name,
            unitPrice: line.unit_price,
            measure: line.measure,
          })),
        })),
      ),
    [checklists],
  )
}
