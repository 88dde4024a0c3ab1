import { IconCircleCheckFilled, IconMessageOff, IconPhoneCall, IconVideo } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useT } from '../../../shared/i18n'
import { MediaGrid } from '../../media/MediaGrid'
import { db } from '../../storage/open'
import { Button } from '../../ui/Button'
import { NoteField } from '../../ui/Field'
import { Typed } from '../../ui/Typed'
import { say } from '../../ui/toasts'
import type { StepProps } from '../DraftPage'
import { type InternalKind, internalKinds } from '../draft'
import { changeDraft, chooseMessage, shownMedia, takeMessageBack } from '../drafts'
import css from './choice.module.css'

const icons = { none: IconMessageOff, contact: IconPhoneCall, video: IconVideo }

/** Something for the colleague who completes the file; the customer never sees it. */
export function MessageStep({ draft, media, frame }: StepProps) {
  const { t } = useT()
  const navigate = useNavigate()
  const videos = shownMedia(draft, media, 'internal_message')
  const { kind, note } = draft.internal
  const film = () =>
    void navigate({ to: '/camera/$id', params: { id: draft.id }, search: { internal: true } })
  const choose = async (wanted: InternalKind) => {
    const removed = await chooseMessage(db, draft.id, wanted, videos)
    if (removed.length > 0) {
      const undo = () => void takeMessageBack(db, draft.id, removed)
      say(t('phone.message.video_removed', { count: removed.length }), undo)
    }
    if (wanted === 'video' && videos.length === 0) film()
  }
  return frame({
    children: (
      <div className={css.choices}>
        {internalKinds(draft.module).map(wanted => {
          const Icon = icons[wanted]
          return (
            <button
              key={wanted}
              type="button"
              className={css.choice}
              aria-pressed={kind === wanted}
              onClick={() => void choose(wanted)}
            >
              <span className={css.tile}>
                <Icon size={32} stroke={1.75} aria-hidden />
              </span>
              <span>
                <span className={css.name}>{t(`phone.message.${wanted}`)}</span>
                <span className={css.more}>{t(`phone.message.${wanted}_text`)}</span>
              </span>
              {kind === wanted ? <IconCircleCheckFilled size={30} aria-hidden /> : null}
            </button>
          )
        })}
        {kind === 'video' ? (
          <>
            <MediaGrid draft={draft} shown={videos} />
            <Button look={videos.length === 0 ? 'primary' : 'plain'} onClick={film}>
              <IconVideo size={28} aria-hidden />
              {t(videos.length === 0 ? 'phone.message.film' : 'phone.message.film_again')}
            </Button>
          </>
        ) : null}
        {kind === 'none' ? null : (
          <Typed
            value={note}
            keep={text => changeDraft(db, draft.id, now => ({ internal: { ...now.internal, note: text } }))}
          >
            {props => (
              <NoteField
                label={t('phone.message.note')}
                hint={t('phone.message.note_hint')}
                maxLength={1000}
                {...props}
              />
            )}
          </Typed>
        )}
      </div>
    ),
  })
}
