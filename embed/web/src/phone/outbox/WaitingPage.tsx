import { IconCheck } from '@tabler/icons-react'
import { Navigate, useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { formatBytes } from '../../shared/format'
import { type Key, useT } from '../../shared/i18n'
import type { Draft, Wait } from '../interventions/draft'
import { discardDraft, leaveOut, moveRefused, releaseDraft, reopenDraft } from '../interventions/drafts'
import { type DraftMedia, lacksDrawing, mediaOf } from '../storage/db'
import { useLive } from '../storage/live'
import { db } from '../storage/open'
import { Button } from '../ui/Button'
import { Notice } from '../ui/Notice'
import { BackButton, Row, Screen } from '../ui/Screen'
import { Sheet } from '../ui/Sheet'
import { say } from '../ui/toasts'
import { pump } from './open'
import { underLock } from './run'
import { useWait } from './WaitingCard'
import css from './WaitingPage.module.css'

/** One finished file on its way: what each of its parts waits for, and what a person can do about it. */
export function WaitingPage() {
  const { id } = useParams({ from: '/paired/waiting/$id' })
  const draft = useLive(async () => (await db.drafts.get(id)) ?? null, id)
  const media = useLive(() => mediaOf(db, id), id)
  if (draft === undefined || media === undefined) return null
  // It has arrived while somebody looked on.
  if (draft === null) return <Navigate to="/file/$id" params={{ id }} replace />
  if (draft.state === 'open') {
    return <Navigate to="/draft/$id/$step" params={{ id, step: draft.step }} replace />
  }
  return <Waiting draft={draft} media={media} />
}

function Waiting({ draft, media }: { draft: Draft; media: DraftMedia[] }) {
  const { t, language } = useT()
  const navigate = useNavigate()
  const wait = useWait(draft)
  const stuck = wait !== 'queued' && wait !== 'sending'
  const progressText = ({ state, offset, size }: DraftMedia) =>
    state === 'recording' ? t('phone.waiting.saving') : `${Math.floor((offset / size) * 100)} %`
  const sizeText = ({ state, offset, size }: DraftMedia) => {
    const all = formatBytes(language, size)
    if (state === 'confirmed' || offset === 0) return all
    return t('phone.waiting.at_the_box', { sent: formatBytes(language, offset), all })
  }
  return (
    <Screen
      title={draft.reference}
      subtitle={t('phone.waiting.title')}
      lead={<BackButton onClick={() => void navigate({ to: '/' })} />}
      dock={<Actions draft={draft} />}
    >
      <Notice look={wait === 'queued' || wait === 'sending' ? 'calm' : 'warn'}>
        <p>{t(`phone.wait.${wait}`)}</p>
        {draft.sending.detail ? <p>{draft.sending.detail}</p> : null}
        {draft.sending.conflicts.length > 0 ? <Conflicts draft={draft} /> : null}
        {stuck ? <p>{t(comfort[wait] ?? 'phone.waiting.kept')}</p> : null}
      </Notice>
      <ul className={css.parts}>
        <li className={css.part}>
          <span>{t('phone.waiting.file')}</span>
          {draft.sending.created ? <Done /> : <span>{t('phone.waiting.later')}</span>}
        </li>
        {media.map((item, index) => (
          <li key={item.id} className={css.part}>
            {item.thumb ? (
              <img src={item.thumb} alt="" className={css.thumb} />
            ) : (
              <span className={css.thumb} />
            )}
            <span className={css.name}>
              {t(`common.word.${item.kind}`)} {index + 1}
              <small>{sizeText(item)}</small>
              {item.refused ? (
                <small className={css.reason}>
                  {lacksDrawing(item)
                    ? t('phone.waiting.drawing_late')
                    : item.refused.detail || t('phone.wait.refused')}
                </small>
              ) : null}
            </span>
            {item.state === 'confirmed' ? <Done /> : item.refused ? null : <span>{progressText(item)}</span>}
          </li>
        ))}
      </ul>
    </Screen>
  )
}

/** What has arrived although the file is still here. */
const comfort: Partial<Record<Wait, Key>> = {
  not_editable: 'phone.waiting.media_arrived',
  not_sent: 'phone.waiting.office_sends',
}

const fieldNames: Record<string, Key> = {
  reference: 'common.word.reference',
  brand: 'common.word.brand',
  module: 'common.word.module',
  works: 'phone.step.works',
  internal_message: 'phone.step.message',
  author_id: 'common.word.author',
  assignee_id: 'common.word.assignee',
  answer_by: 'phone.summary.answer_by',
  waiting_here: 'phone.summary.waiting_here',
  vehicle: 'phone.file.vehicle',
  customer: 'common.word.customer',
}

/** The names of what stands otherwise on the box. */
function Conflicts({ draft }: { draft: Draft }) {
  const { t, language } = useT()
  const { conflicts, wait } = draft.sending
  const known = conflicts.flatMap(name => (fieldNames[name] ? [t(fieldNames[name])] : []))
  const list = new Intl.ListFormat(language, { type: 'conjunction' }).format(known)
  return (
    <p>{t(wait === 'not_editable' ? 'phone.waiting.not_taken' : 'phone.waiting.changed', { names: list })}</p>
  )
}

function Done() {
  const { t } = useT()
  return (
    <span className={css.done}>
      <IconCheck size={24} aria-hidden />
      {t('phone.waiting.arrived')}
    </span>
  )
}

function Actions({ draft }: { draft: Draft }) {
  const { t } = useT()
  const navigate = useNavigate()
  const [asking, setAsking] = useState(false)
  const { wait } = draft.sending
  const release = async (resolution: 'mine' | 'theirs' | null) => {
    await releaseDraft(db, draft.id, resolution)
    pump.kick()
  }
  const reopen = async () => {
    const done = await underLock(async () => reopenDraft(db, draft.id))
    if (!done) say(t('phone.waiting.too_late'))
  }
  const goWithout = async (reason: 'damaged' | 'refused') => {
    await leaveOut(db, draft.id, reason)
    pump.kick()
  }
  const move = async () => {
    const fresh = await underLock(() => moveRefused(db, draft.id), true)
    pump.kick()
    if (fresh) await navigate({ to: '/draft/$id/$step', params: { id: fresh.id, step: fresh.step } })
  }
  if (wait === 'conflict') {
    return (
      <>
        <Button look="primary" onClick={() => void release('mine')}>
          {t('phone.waiting.keep_mine')}
        </Button>
        <Button onClick={() => void release('theirs')}>{t('phone.waiting.keep_theirs')}</Button>
      </>
    )
  }
  const understood = async () => {
    await navigate({ to: '/' })
    await discardDraft(db, draft.id)
  }
  if (wait === 'not_editable' || wait === 'not_sent') {
    return (
      <>
        <Button look="primary" onClick={() => void understood()}>
          {t('phone.waiting.understood')}
        </Button>
        <Button onClick={() => void release(draft.sending.resolution)}>{t('phone.waiting.now')}</Button>
      </>
    )
  }
  return (
    <>
      {wait === 'damaged' ? (
        <Button look="danger" onClick={() => void goWithout('damaged')}>
          {t('phone.waiting.drop_damaged')}
        </Button>
      ) : null}
      {wait === 'media_refused' ? (
        <Row>
          <Button wide onClick={() => void move()}>
            {t('phone.waiting.into_new')}
          </Button>
          <Button wide look="danger" onClick={() => void goWithout('refused')}>
            {t('phone.waiting.drop_refused')}
          </Button>
        </Row>
      ) : null}
      {wait === 'drawing_late' ? (
        <Button onClick={() => void goWithout('refused')}>{t('phone.waiting.drop_drawing')}</Button>
      ) : null}
      {wait === 'revoked' ? (
        <Button look="primary" onClick={() => void navigate({ to: '/pair' })}>
          {t('phone.pair.again')}
        </Button>
      ) : (
        <Button
          look="primary"
          disabled={wait === 'sending'}
          onClick={() => void release(draft.sending.resolution)}
        >
          {t('phone.waiting.now')}
        </Button>
      )}
      <Row>
        {draft.sending.created ? null : (
          <Button wide onClick={() => void reopen()}>
            {t('phone.waiting.reopen')}
          </Button>
        )}
        <Button wide look="danger" onClick={() => setAsking(true)}>
          {t('phone.draft.discard')}
        </Button>
      </Row>
      {asking ? <DiscardSheet id={draft.id} onClose={() => setAsking(false)} /> : null}
    </>
  )
}

/** Throwing away is the one thing on the phone that cannot be undone: it asks. */
export function DiscardSheet({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useT()
  const navigate = useNavigate()
  const discard = async () => {
    await navigate({ to: '/' })
    await discardDraft(db, id)
  }
  return (
    <Sheet title={t('phone.draft.discard_question')} onClose={onClose}>
      <p>{t('phone.draft.discard_text')}</p>
      <Button look="danger" onClick={() => void discard()}>
        {t('phone.draft.discard')}
      </Button>
      <Button look="primary" onClick={onClose}>
        {t('phone.draft.keep')}
      </Button>
    </Sheet>
  )
}
