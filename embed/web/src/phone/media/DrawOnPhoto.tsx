import { DrawingEditor } from '../../shared/drawing/DrawingEditor'
import type { Shape } from '../../shared/drawing/shapes'
import { useT } from '../../shared/i18n'
import type { DraftMedia } from '../storage/db'
import { db } from '../storage/open'
import { say } from '../ui/toasts'
import { thumbOfDrawn } from './pictures'

interface Props {
  item: DraftMedia
  /** The photo in the phone's storage. */
  source: string
  onClose: () => void
}

/** Draws on a photo that is on the phone. The shapes lie beside it and go to the box after it. */
export function DrawOnPhoto({ item, source, onClose }: Props) {
  const { t } = useT()
  const save = async (drawing: Shape[]) => {
    const thumb = (await thumbOfDrawn(source, drawing)) ?? item.thumb
    try {
      await db.media.update(item.id, { drawing, thumb })
    } catch {
      return t('phone.storage.not_kept')
    }
    say(t('phone.media.drawing_kept'))
    return null
  }
  return <DrawingEditor source={source} shapes={item.drawing ?? []} onSave={save} onClose={onClose} />
}
