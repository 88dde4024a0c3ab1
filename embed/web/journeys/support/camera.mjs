import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const film = fileURLToPath(new URL('../../../demo/brake-walk.mp4', import.meta.url))

/** What the browser's camera sees: our demonstration film, over and over. */
export function cameraFilm(folder) {
  const path = join(folder, 'camera.mjpeg')
  if (existsSync(path)) return path
  mkdirSync(folder, { recursive: true })
  const look = [
    '-vf',
    'scale=1280:720:force_original_aspect_ratio=increase,crop=1280:720',
    '-r',
    '15',
    '-t',
    '10',
  ]
  execFileSync('ffmpeg', [
    '-v',
    'error',
    '-y',
    '-i',
    film,
    ...look,
    '-an',
    '-c:v',
    'mjpeg',
    '-q:v',
    '4',
    path,
  ])
  return path
}
