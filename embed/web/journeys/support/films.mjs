import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Where the box keeps what a phone sent. */
export const originalOf = (box, id) => join(box.data, 'media', id.slice(-2), id, 'original')

export function sha256Of(path) {
  return createHash('sha256').update(readFileSync(path)).digest('hex')
}

/** Plays a film from its first picture to its last one, and answers how many seconds of it there are. */
export function played(path) {
  const quietly = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }
  execFileSync('ffmpeg', ['-v', 'error', '-xerror', '-i', path, '-f', 'null', '-'], quietly)
  const wanted = ['-select_streams', 'v', '-show_entries', 'packet=pts_time,duration_time', '-of', 'csv=p=0']
  const packets = execFileSync('ffprobe', ['-v', 'error', ...wanted, path], quietly)
    .trim()
    .split('\n')
  return Math.max(...packets.map(line => line.split(',').reduce((end, time) => end + (Number(time) || 0), 0)))
}
