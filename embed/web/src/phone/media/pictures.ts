import { drawShapes } from '../../shared/drawing/bake'
import type { Shape } from '../../shared/drawing/shapes'

const THUMB_EDGE = 320
/** iOS refuses larger canvases. */
const MOST_PIXELS = 16_000_000
const TAKE_TIMEOUT_MS = 4_000

interface ImageCaptureLike {
  takePhoto(): Promise<Blob>
}

/** A photo in the camera's own resolution where the browser can, else the frame on the screen, as JPEG. */
export async function takePhoto(track: MediaStreamTrack, video: HTMLVideoElement): Promise<Blob> {
  const blob = await still(track)
  if (blob?.type === 'image/jpeg') return blob
  if (blob) {
    return withBitmap(blob, bitmap => toJPEG(bitmap, bitmap.width, bitmap.height))
  }
  return toJPEG(video, video.videoWidth, video.videoHeight)
}

/** Some cameras never answer: then the frame on the screen has to do. */
async function still(track: MediaStreamTrack): Promise<Blob | null> {
  const Capture = (globalThis as { ImageCapture?: new (track: MediaStreamTrack) => ImageCaptureLike })
    .ImageCapture
  if (!Capture) return null
  try {
    const late = new Promise<null>(resolve => setTimeout(() => resolve(null), TAKE_TIMEOUT_MS))
    return await Promise.race([new Capture(track).takePhoto(), late])
  } catch {
    return null
  }
}

/** Looks at a decoded picture and frees it: fifty photos decoded are more than a phone has. */
async function withBitmap<T>(file: Blob, look: (bitmap: ImageBitmap) => T | Promise<T>): Promise<T> {
  const bitmap = await createImageBitmap(file)
  try {
    return await look(bitmap)
  } finally {
    bitmap.close()
  }
}

async function toJPEG(source: CanvasImageSource, width: number, height: number): Promise<Blob> {
  const scale = Math.min(1, Math.sqrt(MOST_PIXELS / (width * height)))
  const canvas = draw(source, Math.round(width * scale), Math.round(height * scale))
  return new Promise((resolve, reject) => {
    canvas.toBlob(blob => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/jpeg', 0.9)
  })
}

function draw(source: CanvasImageSource, width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  canvas.getContext('2d')?.drawImage(source, 0, 0, width, height)
  return canvas
}

/** The small picture of a photo with what is drawn on it; null when this browser cannot show the photo. */
export async function thumbOfDrawn(source: string, shapes: readonly Shape[]): Promise<string | null> {
  const photo = new Image()
  photo.src = source
  try {
    await photo.decode()
    const scale = Math.min(1, THUMB_EDGE / Math.max(photo.naturalWidth, photo.naturalHeight))
    const [width, height] = [photo.naturalWidth, photo.naturalHeight].map(side => Math.round(side * scale))
    const canvas = draw(photo, width ?? 1, height ?? 1)
    drawShapes(canvas, shapes)
    return canvas.toDataURL('image/jpeg', 0.7)
  } catch {
    return null
  }
}

/** A small picture for lists; null when there is nothing to see yet. */
export function thumbOf(source: CanvasImageSource, width: number, height: number): string | null {
  if (width === 0 || height === 0) return null
  const scale = Math.min(1, THUMB_EDGE / Math.max(width, height))
  try {
    return draw(source, Math.round(width * scale), Math.round(height * scale)).toDataURL('image/jpeg', 0.7)
  } catch {
    return null
  }
}

export async function thumbOfPhoto(file: Blob): Promise<string | null> {
  try {
    return await withBitmap(file, bitmap => thumbOf(bitmap, bitmap.width, bitmap.height))
  } catch {
    return null // a format that only the box can read
  }
}

/** Duration and a frame of a video file; nulls for what this browser cannot play. */
function factsOfVideo(file: Blob): Promise<{ duration_ms: number | null; thumb: string | null }> {
  const video = document.createElement('video')
  const url = URL.createObjectURL(file)
  return new Promise(resolve => {
    const done = (thumb: string | null) => {
      clearTimeout(timer)
      const known = Number.isFinite(video.duration) && video.duration > 0
      resolve({ duration_ms: known ? Math.round(video.duration * 1000) : null, thumb })
      URL.revokeObjectURL(url)
    }
    const timer = setTimeout(() => done(null), 8_000)
    video.muted = true
    video.playsInline = true
    video.preload = 'auto'
    video.onloadeddata = () => {
      video.currentTime = Math.min(0.5, (video.duration || 1) / 2)
    }
    video.onseeked = () => done(thumbOf(video, video.videoWidth, video.videoHeight))
    video.onerror = () => done(null)
    video.src = url
  })
}

/** What can be known of a photo or video by looking at it. */
export async function factsOf(kind: 'photo' | 'video', file: Blob) {
  if (kind === 'video') return factsOfVideo(file)
  return { duration_ms: null, thumb: await thumbOfPhoto(file) }
}
