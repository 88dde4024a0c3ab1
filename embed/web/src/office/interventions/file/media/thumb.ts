import type { Media } from '../../../../shared/api/types'

/** The smallest picture that stands for a photo or video; null while there is none yet. */
export function thumbOf(item: Media): string | null {
  return item.urls.small ?? item.urls.poster ?? item.urls.large
}
