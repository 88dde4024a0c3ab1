import { IconCameraOff, IconPhotoPlus } from '@tabler/icons-react'
import { useT } from '../../shared/i18n'
import type { Draft } from '../interventions/draft'
import { Button } from '../ui/Button'
import cards from '../ui/cards.module.css'
import { BackButton, Screen } from '../ui/Screen'
import type { CameraTrouble } from './devices'
import { GalleryButton } from './GalleryButton'
import type { Begin } from './writer'

interface Props {
  trouble: CameraTrouble
  draft: Draft
  begin: Pick<Begin, 'purpose' | 'public' | 'work_id'>
  retry: () => void
  leave: () => void
}

/** The camera cannot be had: why, what to do, and the gallery as the way round it. */
export function CameraTroublePage({ trouble, draft, begin, retry, leave }: Props) {
  const { t } = useT()
  return (
    <Screen
      title={t('phone.media.camera')}
      lead={<BackButton onClick={leave} />}
      dock={
        <>
          <Button look="primary" onClick={retry}>
            {t('common.action.retry')}
          </Button>
          <GalleryButton draft={draft} begin={begin}>
            <IconPhotoPlus size={28} aria-hidden />
            {t('phone.media.gallery')}
          </GalleryButton>
        </>
      }
    >
      <div className={cards.empty} role="alert">
        <IconCameraOff size={64} stroke={1.25} aria-hidden />
        <h2>{t(`phone.camera.trouble.${trouble}`)}</h2>
        <p>{t(`phone.camera.advice.${trouble}`)}</p>
      </div>
    </Screen>
  )
}
