import { cutOut, within } from './geometry'

/** Room around the frame: a plate that stands out a little is still read whole. */
const margin = 0.06
const longest = 1600
const quality = 0.92

/** What the camera sees under the guide frame now, as a JPEG; null before there is a picture. */
export async function plateUnder(video: HTMLVideoElement, frame: HTMLElement): Promise<Blob | null> {
  const picture = { width: video.videoWidth, height: video.videoHeight }
  const part = cutOut(picture, video.getBoundingClientRect(), frame.getBoundingClientRect(), margin)
  if (!part) return null
  const canvas = document.createElement('canvas')
  Object.assign(canvas, within(part, longest))
  const context = canvas.getContext('2d')
  if (!context) return null
  context.drawImage(video, part.x, part.y, part.width, part.height, 0, 0, canvas.width, canvas.height)
  return new Promise(resolve => canvas.toBlob(resolve, 'image/jpeg', quality))
}
