import type { DraftMedia, PhoneDB } from '../storage/db'
import { type Limits, type Taken, type Verdict, verdict } from './limits'
import { factsOfVideo, thumbOfPhoto } from './pictures'
import { type Begin, keepFile } from './writer'

export interface Picked {
  kept: DraftMedia[]
  refused: { name: string; why: Exclude<Verdict, 'fits'> | 'not_media' | 'storage' }[]
}

/** Takes files from the phone's gallery into the draft, as far as the limits allow. */
export async function keepPicked(
  db: PhoneDB,
  files: File[],
  begin: Omit<Begin, 'kind' | 'type' | 'name'>,
  limits: Limits,
  used: Taken,
  told: (share: number) => void,
): Promise<Picked> {
  const picked: Picked = { kept: [], refused: [] }
  const sum = { ...used }
  for (const [index, file] of files.entries()) {
    const kind = kindOf(file)
    if (kind === null) {
      picked.refused.push({ name: file.name, why: 'not_media' })
      continue
    }
    const facts = await factsOf(kind, file)
    const fits = verdict(kind, facts.duration_ms, limits, sum)
    if (fits !== 'fits') {
      picked.refused.push({ name: file.name, why: fits })
      continue
    }
    const about = { ...begin, kind, type: file.type, name: file.name }
    const media = await keepFile(db, about, file, facts, share => told((index + share) / files.length)).catch(
      () => null,
    )
    if (media === null) {
      picked.refused.push({ name: file.name, why: 'storage' })
      continue
    }
    picked.kept.push(media)
    if (kind === 'photo') sum.photos++
    else sum.videoMs += facts.duration_ms ?? 0
  }
  return picked
}

async function factsOf(kind: 'photo' | 'video', file: File) {
  if (kind === 'video') return factsOfVideo(file)
  return { duration_ms: null, thumb: await thumbOfPhoto(file) }
}

function kindOf(file: File): 'photo' | 'video' | null {
  if (file.size === 0) return null
  if (file.type.startsWith('image/')) return 'photo'
  if (file.type.startsWith('video/')) return 'video'
  return null
}
