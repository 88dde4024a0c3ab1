import { IconCamera, IconTrash } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { newId } from '../../shared/api/id'
import { translate, useT } from '../../shared/i18n'
import type { Draft, DraftWork } from '../interventions/draft'
import { changeDraft, changeWorks, mostWorks, shownMedia } from '../interventions/drafts'
import { MediaStrip } from '../media/MediaStrip'
import { mediaOf } from '../storage/db'
import { useLive } from '../storage/live'
import { db } from '../storage/open'
import { Button } from '../ui/Button'
import { NoteField, TextField } from '../ui/Field'
import { Row } from '../ui/Screen'
import { Segments } from '../ui/Segments'
import { Sheet } from '../ui/Sheet'
import { Typed } from '../ui/Typed'
import { say } from '../ui/toasts'
import { useLastVisit, useMeasures } from './lastVisit'
import { MeasureEntry } from './MeasureEntry'
import { type Line, measureLine, putBack, setTick } from './ticks'

interface LineProps {
  draft: Draft
  /** The line of the checklist; null for one in the technician's own words. */
  line: Line | null
  /** Missing until the line is ticked or measured. */
  work: DraftWork | undefined
  onClose: () => void
}

/** One line opened: what is measured on it, its urgency, a note for the office, its own photos and videos. */
export function LineSheet({ draft, line, work, onClose }: LineProps) {
  return (
    <Sheet title={work?.label ?? line?.label ?? ''} onClose={onClose}>
      {line ? <LineMeasure draft={draft} line={line} work={work} onClose={onClose} /> : null}
      {work ? <WorkParts draft={draft} work={work} onClose={onClose} /> : null}
    </Sheet>
  )
}

function LineMeasure({ draft, line, work, onClose }: LineProps & { line: Line }) {
  const measure = useMeasures().get(work?.measure ?? line.measure ?? 'none')
  const last = useLastVisit(draft).get(line.id)
  if (!measure) return null
  return (
    <MeasureEntry
      measure={measure}
      values={work?.values ?? []}
      urgency={work?.urgency}
      last={last?.measure === measure.kind ? last : undefined}
      onChange={values =>
        void changeWorks(db, draft.id, works => measureLine(works, line, measure, values, newId)).then(
          room => room || say(translate('phone.works.full', { count: mostWorks })),
        )
      }
      onDone={onClose}
    />
  )
}

function WorkParts({ draft, work, onClose }: { draft: Draft; work: DraftWork; onClose: () => void }) {
  const { t } = useT()
  const navigate = useNavigate()
  const media = useLive(() => mediaOf(db, draft.id), draft.id) ?? []
  const mine = shownMedia(draft, media, 'customer').filter(({ item }) => item.work_id === work.id)
  const change = (edit: Partial<DraftWork>) =>
    changeDraft(db, draft.id, now => ({
      works: now.works.map(other => (other.id === work.id ? { ...other, ...edit } : other)),
    }))
  const remove = async () => {
    const before = draft.works
    const removed = before.filter(({ id }) => id === work.id)
    onClose()
    await changeDraft(db, draft.id, now => ({ works: setTick(now.works, work.id, null) }))
    const undo = () => changeDraft(db, draft.id, now => ({ works: putBack(now.works, removed, before) }))
    say(t('phone.works.removed'), () => void undo())
  }
  return (
    <>
      <Segments
        label={t('phone.works.urgency')}
        value={work.urgency}
        choices={(['ok', 'advised', 'urgent'] as const).map(value => ({
          value,
          label: t(`common.urgency.${value}`),
        }))}
        onChange={urgency => void change({ urgency })}
      />
      <MediaStrip media={mine} />
      <Button
        onClick={() =>
          void navigate({ to: '/camera/$id', params: { id: draft.id }, search: { work: work.id } })
        }
      >
        <IconCamera size={28} aria-hidden />
        {t('phone.works.film')}
      </Button>
      <Typed value={work.note} keep={note => change({ note })}>
        {props => (
          <NoteField
            label={t('phone.works.note')}
            hint={t('phone.works.note_hint')}
            maxLength={1000}
            {...props}
          />
        )}
      </Typed>
      <Row>
        <Button look="danger" onClick={() => void remove()}>
          <IconTrash size={26} aria-hidden />
          {t('common.action.remove')}
        </Button>
        <Button wide look="primary" onClick={onClose}>
          {t('phone.done')}
        </Button>
      </Row>
    </>
  )
}

/** A line in the technician's own words. */
export function OwnLineSheet({ onAdd, onClose }: { onAdd: (label: string) => void; onClose: () => void }) {
  const { t } = useT()
  const [label, setLabel] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onAdd(label)
  }
  return (
    <Sheet title={t('phone.works.add_own')} onClose={onClose}>
      <form onSubmit={submit} style={{ display: 'grid', gap: '1rem' }}>
        <TextField
          autoFocus
          label={t('phone.works.own_label')}
          value={label}
          maxLength={200}
          enterKeyHint="done"
          onChange={event => setLabel(event.target.value)}
        />
        <Button type="submit" look="primary" disabled={label.trim() === ''}>
          {t('common.action.add')}
        </Button>
      </form>
    </Sheet>
  )
}
