import { useEffect, useState } from 'react'

/** A camera may be dark for a blink, while its size changes for instance. */
const DARK_MS = 2_000

/** Calls gone once a picture has stayed away; answers a function that ends the watch. */
export function watchPicture(track: MediaStreamTrack, gone: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const dark = () => {
    clearTimeout(timer)
    timer = setTimeout(gone, DARK_MS)
  }
  const light = () => clearTimeout(timer)
  track.addEventListener('ended', gone)
  track.addEventListener('mute', dark)
  track.addEventListener('unmute', light)
  return () => {
    light()
    track.removeEventListener('ended', gone)
    track.removeEventListener('mute', dark)
    track.removeEventListener('unmute', light)
  }
}

/** Whether a microphone gives nothing any more, as when a call has taken it. */
export function useSilenced(track: MediaStreamTrack | null): boolean {
  const [silenced, setSilenced] = useState(false)
  useEffect(() => {
    const look = () => setSilenced(track !== null && (track.muted || track.readyState === 'ended'))
    const changes = ['ended', 'mute', 'unmute'] as const
    look()
    for (const name of changes) track?.addEventListener(name, look)
    return () => {
      for (const name of changes) track?.removeEventListener(name, look)
    }
  }, [track])
  return silenced
}
