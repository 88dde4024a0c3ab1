import { IconLock, IconPhoto, IconVideo } from '@tabler/icons-react'
import { formatDuration } from '../../shared/format'
import { useT } from '../../shared/i18n'
import type { ShownMedia } from '../interventions/drafts'
import css from './MediaStrip.module.css'

/** Small pictures in a row: what there is, not what can be done with it. */
export function MediaStrip({ media }: { media: ShownMedia[] }) {
  if (media.length === 0) return null
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a keyboard reaches what does not fit only by scrolling
    <ul className={css.strip} tabIndex={0}>
      {media.map(shown => (
        <li key={shown.item.id}>
          <Thumb shown={shown} />
        </li>
      ))}
    </ul>
  )
}

/** A media's small picture with its length and its lock. */
export function Thumb({ shown }: { shown: ShownMedia }) {
  const { t } = useT()
  const { item } = shown
  const Kind = item.kind === 'video' ? IconVideo : IconPhoto
  return (
    <span className={css.thumb}>
      {item.thumb ? (
        <img src={item.thumb} alt={t(`common.word.${item.kind}`)} />
      ) : (
        <Kind size={40} aria-hidden />
      )}
      <span className={css.marks}>
        {item.kind === 'video' ? (
          <span>
            <IconVideo size={18} aria-hidden />{' '}
            {item.duration_ms === null ? '' : formatDuration(item.duration_ms)}
          </span>
        ) : null}
        {item.public ? null : (
          <span>
            <IconLock size={18} aria-label={t('common.word.private')} />
          </span>
        )}
      </span>
    </span>
  )
}
