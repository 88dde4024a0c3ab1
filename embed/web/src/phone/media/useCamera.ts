import { useEffect, useState } from 'react'
import {
  CameraError,
  type CameraTrouble,
  closeCamera,
  type Facing,
  hasTwoCameras,
  type OpenCamera,
  openCamera,
} from './devices'

export interface CameraState {
  camera: OpenCamera | null
  trouble: CameraTrouble | null
  twoCameras: boolean
  /** Tries once more, after the person has allowed it or closed the other app. */
  retry: () => void
}

/**
 * Holds the camera open while the page is shown, and opens it anew when the system has taken it away; while a film
 * runs only after that, which would end with it.
 */
export function useCamera(facing: Facing, sound = true, filming = false): CameraState {
  const [camera, setCamera] = useState<OpenCamera | null>(null)
  const [trouble, setTrouble] = useState<CameraTrouble | null>(null)
  const [twoCameras, setTwoCameras] = useState(false)
  const [attempt, setAttempt] = useState(0)
  const retry = () => setAttempt(count => count + 1)

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt opens the camera anew
  useEffect(() => {
    let wanted = true
    let opened: OpenCamera | null = null
    setTrouble(null)
    openCamera(facing, sound)
      .then(async found => {
        if (!wanted) return closeCamera(found)
        opened = found
        setCamera(found)
        setTwoCameras(await hasTwoCameras())
      })
      .catch(error => {
        if (wanted) setTrouble(error instanceof CameraError ? error.trouble : 'failed')
      })
    return () => {
      wanted = false
      setCamera(null)
      if (opened) closeCamera(opened)
    }
  }, [facing, sound, attempt])

  useEffect(() => {
    if (filming) return
    // A phone call or the lock screen ends the track: it comes back with the app.
    const seen = () => {
      const taken = [camera?.video, camera?.audio].some(track => track?.readyState === 'ended')
      if (document.visibilityState === 'visible' && taken) {
        setAttempt(count => count + 1)
      }
    }
    seen()
    document.addEventListener('visibilitychange', seen)
    return () => document.removeEventListener('visibilitychange', seen)
  }, [camera, filming])

  return { camera, trouble, twoCameras, retry }
}
