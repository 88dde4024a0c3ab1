import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { newId } from '../../shared/api/id'
import type { Intervention, Module } from '../../shared/api/types'
import { useT } from '../../shared/i18n'
import { modulesOf } from '../../shared/modules'
import { problemText } from '../../shared/problems'
import { boxOf } from '../devices/device'
import { db } from '../storage/open'
import { Button } from '../ui/Button'
import { useOnline, usePhone } from '../ui/context'
import { SelectField, TextField } from '../ui/Field'
import { Notice } from '../ui/Notice'
import { Sheet } from '../ui/Sheet'
import { withModule } from './draft'
import { beginEdit, changeDraft } from './drafts'
import css from './FilePage.module.css'

interface Props {
  file: Intervention
  /** UC stock becomes a direct message, for somebody. */
  asMessage: boolean
  onClose: () => void
}

/** Makes another file of this one, media and all. */
export function DuplicateSheet({ file, asMessage, onClose }: Props) {
  const { t } = useT()
  const { dealership } = usePhone().pairing
  const online = useOnline()
  const navigate = useNavigate()
  const [reference, setReference] = useState(file.reference)
  const [module, setModule] = useState<Module>(asMessage ? 'direct_message' : file.module)
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
    <Sheet title={t(asMessage ? 'phone.file.message' : 'phone.file.duplicate')} onClose={onClose}>
      <form className={css.form} onSubmit={submit}>
        {online ? null : <Notice look="warn">{t('phone.file.duplicate_offline')}</Notice>}
        {trouble ? <Notice look="bad">{trouble}</Notice> : null}
        <TextField
          label={t('common.word.reference')}
          value={reference}
          maxLength={80}
          onChange={event => setReference(event.target.value)}
        />
        {asMessage ? (
          <p>{t('phone.file.message_text')}</p>
        ) : (
          <SelectField
            label={t('common.word.module')}
            value={module}
            choices={modulesOf[file.mode].map(value => ({ value, label: t(`common.module.${value}`) }))}
            onChange={event => setModule(event.target.value as Module)}
          />
        )}
        {dealership.brands.length > 1 ? (
          <SelectField
            label={t('common.word.brand')}
            value={brand}
            choices={dealership.brands.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={event => setBrand(event.target.value)}
          />
        ) : null}
        <Button type="submit" look="primary" disabled={busy || !online || reference.trim() === ''}>
          {t(asMessage ? 'phone.file.message' : 'common.action.duplicate')}
        </Button>
      </form>
    </Sheet>
  )
}
