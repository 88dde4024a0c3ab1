import { BarcodeDetector, prepareZXingModule } from 'barcode-detector/ponyfill'
import wasm from 'zxing-wasm/reader/zxing_reader.wasm?url'
import { middleOf, nearestTo, type Rect, within } from './geometry'
import { codeFormats } from './meaning'

export interface Code {
  text: string
  format: string
}

/** Looks for codes in the camera's picture. */
export interface CodeReader {
  /** The code that is pointed at, if any is seen in this moment's picture. */
  look: (video: HTMLVideoElement) => Promise<Code | null>
}

/** Enough for a code that fills a third of the picture, and quick on a small phone. */
const longest = 1280

let opened: Promise<CodeReader> | null = null

/** The reader, loaded once, from the box or from what the phone keeps of the app; a failure may be tried again. */
export function openReader(): Promise<CodeReader> {
  opened ??= load().catch(error => {
    opened = null
    throw error
  })
  return opened
}

async function load(): Promise<CodeReader> {
  await prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true })
  const detector = new BarcodeDetector({ formats: [...codeFormats] })
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('no canvas')
  let turn = 0

  const draw = (video: HTMLVideoElement, part: Rect): ImageData => {
    const { width, height } = within(part, longest)
    canvas.width = width
    canvas.height = height
    context.drawImage(video, part.x, part.y, part.width, part.height, 0, 0, width, height)
    return context.getImageData(0, 0, width, height)
  }
  const look = async (video: HTMLVideoElement) => {
    // In turn the whole picture, and its middle at the camera's own sharpness for what is small or far.
    const share = turn++ % 2 === 0 ? 1 : 0.5
    const picture = draw(video, middleOf({ width: video.videoWidth, height: video.videoHeight }, share))
    const code = nearestTo(await detector.detect(picture), picture)
    return code ? { text: code.rawValue, format: code.format } : null
  }
  return { look }
}
