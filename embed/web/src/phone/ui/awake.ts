/**
 * Keeps the screen on until the answered function is called. The browser ends it whenever the app is not in
 * front: it is asked again each time the app comes back.
 */
export function keepAwake(): () => void {
  let lock: Promise<WakeLockSentinel | null> | undefined
  const ask = () => {
    if (document.visibilityState === 'visible') lock = navigator.wakeLock?.request('screen').catch(() => null)
  }
  ask()
  document.addEventListener('visibilitychange', ask)
  return () => {
    document.removeEventListener('visibilitychange', ask)
    void lock?.then(held => held?.release())
  }
}
