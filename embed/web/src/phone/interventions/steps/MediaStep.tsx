import { IconCameraFilled, IconPhotoPlus } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useT } from '../../../shared/i18n'
import { GalleryButton } from '../../media/GalleryButton'
import { LostImports } from '../../media/LostImports'
import { MediaGrid } from '../../media/MediaGrid'
import { Button } from '../../ui/Button'
import cards from '../../ui/cards.module.css'
import { Notice } from '../../ui/Notice'
import { Row } from '../../ui/Screen'
import type { StepProps } from '../DraftPage'
import { shownMedia } from '../drafts'

/** Photos and videos of the file, and the way to the camera. */
export function MediaStep({ draft, media, frame }: StepProps) {
  const { t } = useT()
  const navigate = useNavigate()
  const shown = shownMedia(draft, media, 'customer')
  const recovered = media.some(item => item.recovered)
  return frame({
    quietNext: shown.length === 0,
    dock: (
      <Row>
        <Button
          wide
          look={shown.length === 0 ? 'primary' : 'plain'}
          onClick={() => void navigate({ to: '/camera/$id', params: { id: draft.id }, search: {} })}
        >
          <IconCameraFilled size={28} aria-hidden />
          {t('phone.media.camera')}
        </Button>
        <GalleryButton draft={draft} begin={{ purpose: 'customer', public: true, work_id: null }}>
          <IconPhotoPlus size={28} aria-hidden />
          <span className="fb-spoken">{t('phone.media.gallery')}</span>
        </GalleryButton>
      </Row>
    ),
    children: (
      <>
        <LostImports />
        {recovered ? <Notice look="warn">{t('phone.media.recovered')}</Notice> : null}
        {shown.length === 0 ? (
          <div className={cards.empty}>
            <IconCameraFilled size={56} aria-hidden />
            <p>{t(`phone.media.empty.${draft.mode}`)}</p>
          </div>
        ) : (
          <MediaGrid draft={draft} shown={shown} />
        )}
      </>
    ),
  })
}
