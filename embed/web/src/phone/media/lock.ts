/** The name under which the lock of a file that is being written is held. */
export const recordingLock = (id: string) => `fleetbox-recording-${id}`

/** Holds a named lock until the answered function is called; the browser frees it when the page dies. */
export function holdLock(name: string): Promise<() => void> {
  const locks = globalThis.navigator?.locks
  if (!locks) return Promise.resolve(() => {})
  return new Promise(resolve => {
    void locks.request(name, () => new Promise<void>(release => resolve(release)))
  })
}
