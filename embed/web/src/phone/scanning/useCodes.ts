import { type RefObject, useEffect, useRef, useState } from 'react'
import { useT } from '../../shared/i18n'
import { type Code, openReader } from './codes'
import { believed, type Meaning, meaningOf } from './meaning'

/** A breath between two looks, so that a slow phone still hears the person. */
const breathMs = 40
/** After so long without a hit it is told what may help. */
const helpMs = 7000

/**
 * Looks for codes in a live picture until one is taken: `take` answers null for it, and for any other what to tell
 * the person. Answers what there is to tell.
 */
export function useCodes(
  looking: boolean,
  video: RefObject<HTMLVideoElement | null>,
  take: (meaning: Exclude<Meaning, { kind: 'empty' }>) => string | null,
): string | null {
  const { t } = useT()
  const [told, tell] = useState<string | null>(null)
  // What a hit does may change from one picture of the page to the next: the looking goes on.
  const taken = useRef<(code: Code) => boolean>(() => false)
  const before = useRef<string | null>(null)

  taken.current = code => {
    const sure = believed(code.format, code.text, before.current)
    const repeated = code.text === before.current
    before.current = code.text
    if (!sure) return false
    const meaning = meaningOf(code.text, location.origin)
    if (meaning.kind === 'empty') return false
    const words = take(meaning)
    if (words === null) {
      navigator.vibrate?.(80)
      return true
    }
    if (!repeated) navigator.vibrate?.([40, 60, 40])
    tell(words)
    return false
  }

  useEffect(() => {
    // The reader is fetched while the camera opens.
    void openReader().catch(() => {})
  }, [])
  useEffect(() => {
    tell(null)
    before.current = null
    if (!looking) return
    let wanted = true
    const help = setTimeout(() => tell(now => now ?? t('phone.scan.told.slow')), helpMs)
    const look = async () => {
      const reader = await openReader()
      while (wanted) {
        const code = seeing(video.current) ? await reader.look(video.current) : null
        if (wanted && code && taken.current(code)) return
        await new Promise(resolve => setTimeout(resolve, breathMs))
      }
    }
    look().catch(() => {
      if (wanted) tell(t('phone.scan.told.no_reader'))
    })
    return () => {
      wanted = false
      clearTimeout(help)
    }
  }, [looking, video, t])

  return told
}

function seeing(video: HTMLVideoElement | null): video is HTMLVideoElement {
  return video !== null && video.readyState >= 2 && video.videoWidth > 0
}
