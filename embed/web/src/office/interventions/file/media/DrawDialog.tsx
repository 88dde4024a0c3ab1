import { useState } from 'react'
import { createPortal } from 'react-dom'
import { api, unwrap } from '../../../../shared/api/client'
import type { Media } from '../../../../shared/api/types'
import { DrawingEditor } from '../../../../shared/drawing/DrawingEditor'
import type { Shape } from '../../../../shared/drawing/shapes'
import { useT } from '../../../../shared/i18n'
import { problemText } from '../../../../shared/problems'
import { say } from '../../../shell/say'
import { useRefreshFile } from './useRefreshFile'

/** A photo that the box has prepared can be drawn on. */
export function canDraw(item: Media): boolean {
  return item.kind === 'photo' && item.state === 'ready' && item.urls.large !== null
}

/** Draws on a photo as it was when this opened: what a colleague draws meanwhile is not overwritten. */
export function DrawDialog({ item, onClose }: { item: Media; onClose: () => void }) {
  const { t } = useT()
  const refresh = useRefreshFile()
  const [before] = useState(item)
  const save = async (shapes: Shape[]) => {
    const path = { id: before.id }
    const body = { shapes, version: before.drawing_version }
    try {
      await unwrap(api.PUT('/api/media/{id}/drawing', { params: { path }, body }))
    } catch (error) {
      return problemText(error)
    }
    say.done(t(shapes.length > 0 ? 'office.file.media.drawn' : 'office.file.media.drawing_off'))
    await refresh()
    return null
  }
  // Away from its tile: that can be dragged, and would follow the mouse that draws.
  return createPortal(
    <DrawingEditor
      source={before.urls.plain ?? before.urls.large ?? before.urls.original}
      shapes={before.drawing}
      onSave={save}
      onClose={onClose}
    />,
    document.body,
  )
}
