import { IconCopy, IconPencil } from '@tabler/icons-react'
import { useNavigate, useParams } from '@tanstack/react-router'
import { type FormEvent, useEffect, useState } from 'react'
import { newId } from '../../shared/api/id'
import { isProblem } from '../../shared/api/problem'
import type { Intervention, Module } from '../../shared/api/types'
import { formatDateTime } from '../../shared/format'
import { useT } from '../../shared/i18n'
import { problemText } from '../../shared/problems'
import { boxOf } from '../devices/device'
import { useLive } from '../storage/live'
import { db } from '../storage/open'
import { Button } from '../ui/Button'
import { useFormats, useOnline, usePhone } from '../ui/context'
import { SelectField, TextField } from '../ui/Field'
import { Notice } from '../ui/Notice'
import { BackButton, Row, Screen } from '../ui/Screen'
import { Sheet } from '../ui/Sheet'
import { withModule } from './draft'
import { beginEdit, changeDraft } from './drafts'
import { FileFacts } from './FileFacts'
import css from './FilePage.module.css'
import { StatusChip } from './ListPage'

/** An intervention as the box has it: to look at, to correct while it is pending, to begin another from. */
export function FilePage() {
  const { id } = useParams({ from: '/paired/file/$id' })
  const { t } = useT()
  const formats = useFormats()
  const navigate = useNavigate()
  const { file, trouble } = useFile(id)
  const [copying, setCopying] = useState(false)
  const edit = async () => {
    if (!file) return
    const draft = await beginEdit(db, file)
    await navigate({ to: '/draft/$id/$step', params: { id: draft.id, step: 'summary' } })
  }
  return (
    <Screen
      title={file?.reference ?? t('common.word.reference')}
      subtitle={file ? formatDateTime(formats, file.created_at) : null}
      lead={<BackButton onClick={() => void navigate({ to: '/list' })} />}
      tail={file ? <StatusChip status={file.status} /> : null}
      dock={
        file ? (
          <Row>
            <Button wide onClick={() => setCopying(true)}>
              <IconCopy size={26} aria-hidden />
              {t('common.action.duplicate')}
            </Button>
            {file.status === 'pending' ? (
              <Button wide look="primary" onClick={() => void edit()}>
                <IconPencil size={26} aria-hidden />
                {t('common.action.edit')}
              </Button>
            ) : null}
          </Row>
        ) : null
      }
    >
      {trouble ? <TroubleNotice trouble={trouble} kept={file !== null} /> : null}
      {file || trouble ? null : <p role="status">{t('common.word.loading')} …</p>}
      {file ? <FileFacts file={file} /> : null}
      {file && copying ? <DuplicateSheet file={file} onClose={() => setCopying(false)} /> : null}
    </Screen>
  )
}

/** Why the box's state is not shown; without an answer the one that the phone has kept will do. */
function TroubleNotice({ trouble, kept }: { trouble: unknown; kept: boolean }) {
  const { t } = useT()
  if (kept && isProblem(trouble) && trouble.unreachable) return <Notice>{t('phone.file.old')}</Notice>
  return <Notice look="bad">{problemText(trouble)}</Notice>
}

/** The file from the phone's storage at once, and from the box when it answers. */
function useFile(id: string): { file: Intervention | null; trouble: unknown } {
  const kept = useLive(async () => (await db.files.get(id))?.file ?? null, id)
  const [trouble, setTrouble] = useState<unknown>(null)
  useEffect(() => {
    const load = async () => {
      const found = await boxOf(db)
      if (!found) return
      const file = await found.box.json<Intervention>('GET', `/api/interventions/${id}`)
      await keepFile(file)
      setTrouble(null)
    }
    load().catch(setTrouble)
  }, [id])
  return { file: kept ?? null, trouble }
}

const MOST_FILES = 100

/** The last hundred files that somebody looked at can be read without a network. */
async function keepFile(file: Intervention): Promise<void> {
  await db.files.put({ id: file.id, file, at: Date.now() })
  const surplus = (await db.files.count()) - MOST_FILES
  if (surplus > 0) await db.files.bulkDelete(await db.files.orderBy('at').limit(surplus).primaryKeys())
}

function DuplicateSheet({ file, onClose }: { file: Intervention; onClose: () => void }) {
  const { t } = useT()
  const { dealership } = usePhone().pairing
  const online = useOnline()
  const navigate = useNavigate()
  const [reference, setReference] = useState(file.reference)
  const [module, setModule] = useState(file.module)
  const [brand, setBrand] = useState(file.brand)
  const [trouble, setTrouble] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  // One for all presses: an answer that was lost must not make a second copy.
  const [id] = useState(() => newId())
  const duplicate = async () => {
    const found = await boxOf(db)
    if (!found) return
    const path = `/api/interventions/${file.id}/duplicate`
    const copy = await found.box.json<Intervention>('POST', path, { id, reference, brand, module })
    await beginEdit(db, copy)
    // An earlier press may have made the copy under what was typed then.
    await changeDraft(db, id, now => ({ ...withModule(now, module), reference, brand }))
    await navigate({ to: '/draft/$id/$step', params: { id, step: 'summary' } })
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setTrouble(null)
    duplicate()
      .catch(error => setTrouble(problemText(error)))
      .finally(() => setBusy(false))
  }
  return (
    <Sheet title={t('phone.file.duplicate')} onClose={onClose}>
      <form className={css.form} onSubmit={submit}>
        {online ? null : <Notice look="warn">{t('phone.file.duplicate_offline')}</Notice>}
        {trouble ? <Notice look="bad">{trouble}</Notice> : null}
        <TextField
          label={t('common.word.reference')}
          value={reference}
          maxLength={80}
          onChange={event => setReference(event.target.value)}
        />
        <SelectField
          label={t('common.word.module')}
          value={module}
          choices={(['mechanics', 'bodywork', 'warranty'] as const).map(value => ({
            value,
            label: t(`common.module.${value}`),
          }))}
          onChange={event => setModule(event.target.value as Module)}
        />
        {dealership.brands.length > 1 ? (
          <SelectField
            label={t('common.word.brand')}
            value={brand}
            choices={dealership.brands.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={event => setBrand(event.target.value)}
          />
        ) : null}
        <Button type="submit" look="primary" disabled={busy || !online || reference.trim() === ''}>
          {t('common.action.duplicate')}
        </Button>
      </form>
    </Sheet>
  )
}
