/** What stands between the person and the camera, each with its own advice on the screen. */
export type CameraTrouble = 'insecure' | 'denied' | 'missing' | 'busy' | 'failed'

export type Facing = 'environment' | 'user'

export interface OpenCamera {
  stream: MediaStream
  video: MediaStreamTrack
  /** Null when there is no microphone or it may not be used: filming without sound is still possible. */
  audio: MediaStreamTrack | null
  audioTrouble: 'denied' | 'missing' | 'busy' | null
  torch: boolean
}

/** Opens camera and microphone. Throws CameraError with what stands in the way. */
export class CameraError extends Error {
  constructor(readonly trouble: CameraTrouble) {
    super(trouble)
  }
}

export async function openCamera(facing: Facing, sound = true): Promise<OpenCamera> {
  if (!navigator.mediaDevices?.getUserMedia) throw new CameraError('insecure')
  const video: MediaTrackConstraints = {
    facingMode: { ideal: facing },
    width: { ideal: 1920 },
    height: { ideal: 1080 },
    frameRate: { ideal: 30, max: 30 },
  }
  const audio: MediaTrackConstraints | false = sound && { echoCancellation: true, noiseSuppression: true }
  try {
    return described(await navigator.mediaDevices.getUserMedia({ video, audio }), null)
  } catch (first) {
    // The refusal does not tell which of the two it was: the camera alone is the test.
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ video })
      return described(stream, audioTroubleOf(first))
    } catch (second) {
      throw new CameraError(troubleOf(second))
    }
  }
}

function described(stream: MediaStream, audioTrouble: OpenCamera['audioTrouble']): OpenCamera {
  const video = stream.getVideoTracks()[0]
  if (!video) throw new CameraError('missing')
  const audio = stream.getAudioTracks()[0] ?? null
  return { stream, video, audio, audioTrouble: audio ? null : audioTrouble, torch: hasTorch(video) }
}

export function closeCamera(camera: OpenCamera): void {
  for (const track of camera.stream.getTracks()) track.stop()
}

/** Whether there is more than one camera to switch between. */
export async function hasTwoCameras(): Promise<boolean> {
  const devices = await navigator.mediaDevices.enumerateDevices().catch(() => [])
  return devices.filter(device => device.kind === 'videoinput').length > 1
}

function hasTorch(track: MediaStreamTrack): boolean {
  return 'torch' in (track.getCapabilities?.() ?? {})
}

/** Switches the lamp; a camera that refuses stays as it is. */
export async function setTorch(track: MediaStreamTrack, on: boolean): Promise<void> {
  await track.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] }).catch(() => {})
}

/** Asks for the camera's own resolution for photos, or the calmer one for video. */
export async function setResolution(track: MediaStreamTrack, mode: 'photo' | 'video'): Promise<void> {
  const size =
    mode === 'photo'
      ? { width: { ideal: 4096 }, height: { ideal: 3072 } }
      : { width: { ideal: 1920 }, height: { ideal: 1080 } }
  await track.applyConstraints({ ...size, frameRate: { ideal: 30 } }).catch(() => {})
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : ''
}

/** Why there is no sound, when the camera opens without it. */
export function audioTroubleOf(error: unknown): NonNullable<OpenCamera['audioTrouble']> {
  const trouble = troubleOf(error)
  return trouble === 'missing' || trouble === 'busy' ? trouble : 'denied'
}

function troubleOf(error: unknown): CameraTrouble {
  switch (nameOf(error)) {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'denied'
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'missing'
    case 'NotReadableError':
    case 'AbortError':
      return 'busy'
    default:
      return 'failed'
  }
}
