export interface Size {
  width: number
  height: number
}

export interface Rect extends Size {
  x: number
  y: number
}

/**
 * The part of a camera's picture that lies under a frame on the screen, with a margin (share of the frame) around it.
 * The picture is shown whole in the middle of `view`; null when the frame lies beside it.
 */
export function cutOut(picture: Size, view: Rect, frame: Rect, margin: number): Rect | null {
  const scale = Math.min(view.width / picture.width, view.height / picture.height)
  if (!(scale > 0) || !Number.isFinite(scale)) return null
  const left = view.x + (view.width - picture.width * scale) / 2
  const top = view.y + (view.height - picture.height * scale) / 2
  const dx = frame.width * margin
  const dy = frame.height * margin
  const x = clamp((frame.x - dx - left) / scale, picture.width)
  const y = clamp((frame.y - dy - top) / scale, picture.height)
  const width = clamp((frame.x + frame.width + dx - left) / scale, picture.width) - x
  const height = clamp((frame.y + frame.height + dy - top) / scale, picture.height) - y
  return width < 1 || height < 1 ? null : { x, y, width, height }
}

/** The middle of a picture, as large a share of both sides. */
export function middleOf({ width, height }: Size, share: number): Rect {
  const [w, h] = [Math.round(width * share), Math.round(height * share)]
  return { x: Math.round((width - w) / 2), y: Math.round((height - h) / 2), width: w, height: h }
}

/** A size that is no longer than this on either side, in the same proportion. */
export function within({ width, height }: Size, longest: number): Size {
  const scale = Math.min(1, longest / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

/** Of several things seen, the one nearest to the middle: that is what the person points at. */
export function nearestTo<T extends { boundingBox: Rect }>(
  things: T[],
  { width, height }: Size,
): T | undefined {
  const distance = ({ boundingBox: box }: T) =>
    Math.hypot(box.x + box.width / 2 - width / 2, box.y + box.height / 2 - height / 2)
  return [...things].sort((a, b) => distance(a) - distance(b))[0]
}

function clamp(value: number, most: number): number {
  return Math.round(Math.min(Math.max(value, 0), most))
}
