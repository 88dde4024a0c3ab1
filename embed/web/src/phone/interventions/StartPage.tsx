import { IconArrowRight, IconCircleCheck, IconCloudUp, IconPencil } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useT } from '../../shared/i18n'
import { LostImports } from '../media/LostImports'
import { pump } from '../outbox/open'
import { WaitingCard } from '../outbox/WaitingCard'
import { ScanButtons } from '../scanning/ScanButtons'
import { useLive } from '../storage/live'
import { db } from '../storage/open'
import { Button } from '../ui/Button'
import cards from '../ui/cards.module.css'
import { usePhone } from '../ui/context'
import { TextField } from '../ui/Field'
import { ModuleIcon } from '../ui/ModuleIcon'
import { Notice } from '../ui/Notice'
import { Screen } from '../ui/Screen'
import { Tabs } from '../ui/Tabs'
import { useNewVersion } from '../worker'
import type { Draft } from './draft'
import { beginDraft } from './drafts'
import css from './StartPage.module.css'

/** Where the day begins: a reference and off; above it what is begun and what is on its way. */
export function StartPage() {
  const { t } = useT()
  const { pairing, mode } = usePhone()
  const { modes } = pairing.device
  const drafts = useLive(() => db.drafts.toArray())
  const open =
    drafts?.filter(draft => draft.state === 'open').sort((a, b) => b.updated_at - a.updated_at) ?? []
  const waiting = drafts
    ?.filter(draft => draft.state === 'finished')
    .sort((a, b) => (a.finished_at ?? 0) - (b.finished_at ?? 0))

  return (
    <Screen
      title={pairing.dealership.name}
      subtitle={modes.length > 1 ? t(`common.mode.${mode}`) : null}
      lead={<img src="/icon.svg" alt="" className={css.mark} />}
      dock={
        <>
          <ScanButtons aim="new" />
          <NewForm />
        </>
      }
      tabs={<Tabs />}
    >
      <Notices />
      <LostImports />
      {waiting?.length ? (
        <section className={cards.group}>
          <h2 className={cards.heading}>{t('phone.start.on_the_way')}</h2>
          {waiting.map(draft => (
            <WaitingCard key={draft.id} draft={draft} />
          ))}
          <Button
            disabled={waiting.some(draft => draft.sending.wait === 'sending')}
            onClick={() => pump.kick()}
          >
            <IconCloudUp size={26} aria-hidden />
            {t('phone.start.send_all')}
          </Button>
        </section>
      ) : null}
      {open.length > 0 ? (
        <section className={cards.group}>
          <h2 className={cards.heading}>{t('phone.start.begun')}</h2>
          {open.map(draft => (
            <OpenCard key={draft.id} draft={draft} />
          ))}
        </section>
      ) : null}
      {drafts?.length === 0 ? (
        <div className={cards.empty}>
          <IconCircleCheck size={56} stroke={1.25} aria-hidden />
          <p>{t('phone.start.all_done')}</p>
        </div>
      ) : null}
    </Screen>
  )
}

function Notices() {
  const { t } = useT()
  const { pairing } = usePhone()
  const navigate = useNavigate()
  const takeNew = useNewVersion()
  const pairAgain = <Button onClick={() => void navigate({ to: '/pair' })}>{t('phone.pair.again')}</Button>
  return (
    <>
      {pairing.revoked ? (
        <Notice look="bad" action={pairAgain}>
          {t('phone.wait.revoked')}
        </Notice>
      ) : null}
      {takeNew ? (
        <Notice action={<Button onClick={takeNew}>{t('phone.settings.restart')}</Button>}>
          {t('phone.settings.new_version')}
        </Notice>
      ) : null}
    </>
  )
}

function NewForm() {
  const { t } = useT()
  const navigate = useNavigate()
  const [reference, setReference] = useState('')
  const begin = async (event: FormEvent) => {
    event.preventDefault()
    if (reference.trim() === '') return
    const draft = await beginDraft(db, reference)
    await navigate({ to: '/draft/$id/$step', params: { id: draft.id, step: 'module' } })
  }
  return (
    <form className={css.form} onSubmit={event => void begin(event)}>
      <TextField
        big
        label={t('phone.start.new')}
        placeholder={t('phone.start.reference')}
        value={reference}
        maxLength={80}
        autoCapitalize="characters"
        spellCheck={false}
        enterKeyHint="go"
        onChange={event => setReference(event.target.value)}
      />
      <Button
        type="submit"
        look="primary"
        disabled={reference.trim() === ''}
        aria-label={t('phone.start.begin')}
      >
        <IconArrowRight size={30} aria-hidden />
      </Button>
    </form>
  )
}

function OpenCard({ draft }: { draft: Draft }) {
  const { t } = useT()
  const { dealership } = usePhone().pairing
  const brand = dealership.brands.find(({ id }) => id === draft.brand)?.name
  const module = draft.module ? t(`common.module.${draft.module}`) : null
  const more = [module, brand, draft.base ? t('phone.start.edit') : null].filter(Boolean).join(' · ')
  return (
    <Link to="/draft/$id/$step" params={{ id: draft.id, step: draft.step }} className={cards.card}>
      <span className={cards.tile}>
        {draft.module ? <ModuleIcon module={draft.module} /> : <IconPencil size={26} aria-hidden />}
      </span>
      <span>
        <span className={cards.name} style={{ display: 'block' }}>
          {draft.reference}
        </span>
        <span className={cards.more} style={{ display: 'block' }}>
          {more || t('phone.start.just_begun')}
        </span>
      </span>
      <IconArrowRight size={26} aria-hidden />
    </Link>
  )
}
