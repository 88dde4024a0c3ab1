import type { DraftMedia, PhoneDB } from '../storage/db'
import { type Limits, type Taken, type Verdict, verdict } from './limits'
import { factsOf } from './pictures'
import { type Begin, beginMedia, DraftGone, fill, type MediaWriter } from './writer'

type Refusal = Exclude<Verdict, 'fits'> | 'not_media' | 'storage'

export interface Picked {
  kept: DraftMedia[]
  refused: { name: string; why: Refusal }[]
}

/**
 * Takes files from the phone's gallery into the draft, as far as the limits allow. Each has its place in the
 * draft before the first byte is read, so that finishing meanwhile waits for all of them.
 */
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
  const begun = await beginAll(db, files, begin, picked)
  for (const [index, one] of begun.entries()) {
    const why = await keepOne(one, limits, sum, picked, share => told((index + share) / begun.length))
    if (why !== null) picked.refused.push({ name: one.file.name, why })
  }
  return picked
}

interface Begun {
  file: File
  kind: 'photo' | 'video'
  writer: MediaWriter
}

async function beginAll(
  db: PhoneDB,
  files: File[],
  begin: Omit<Begin, 'kind' | 'type' | 'name'>,
  picked: Picked,
): Promise<Begun[]> {
  const begun: Begun[] = []
  for (const file of files) {
    const kind = kindOf(file)
    if (kind === null) {
      picked.refused.push({ name: file.name, why: 'not_media' })
      continue
    }
    try {
      const writer = await beginMedia(db, {
        ...begin,
        kind,
        type: file.type,
        name: file.name,
        expects: file.size,
        picked: true,
      })
      begun.push({ file, kind, writer })
    } catch (error) {
      if (!(error instanceof DraftGone)) picked.refused.push({ name: file.name, why: 'storage' })
    }
  }
  return begun
}

/** Why a file was not kept; null when it was, or when nobody wants it any more. */
async function keepOne(
  { file, kind, writer }: Begun,
  limits: Limits,
  sum: Taken,
  picked: Picked,
  told: (share: number) => void,
): Promise<Refusal | null> {
  const facts = await factsOf(kind, file)
  const fits = verdict(kind, facts.duration_ms, limits, sum, file.size)
  if (fits !== 'fits') {
    await writer.drop()
    return fits
  }
  try {
    const media = await fill(writer, file, facts, told)
    if (media) picked.kept.push(media)
  } catch (error) {
    return error instanceof DraftGone ? null : 'storage'
  }
  if (kind === 'photo') sum.photos++
  else sum.videoMs += facts.duration_ms ?? 0
  return null
}

function kindOf(file: File): 'photo' | 'video' | null {
  if (file.size === 0) return null
  if (file.type.startsWith('image/')) return 'photo'
  if (file.type.startsWith('video/')) return 'video'
  return null
}
