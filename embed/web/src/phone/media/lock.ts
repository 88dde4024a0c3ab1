/** The name under which the lock of a file that is being written is held. */
export const recordingLock = (id: string) => `fleetbox-recording-${id}`

/** Held while the code is on its way to the box: it is good for one time only. */
export const pairingLock = 'fleetbox-pairing'

/** Whether something is going on in any window that a reload would break. */
export async function somethingUnderway(): Promise<boolean> {
  const state = await globalThis.navigator?.locks?.query()
  const names = (state?.held ?? []).map(({ name = '' }) => name)
  return names.some(name => name === pairingLock || name.startsWith(recordingLock('')))
}

/** Holds a named lock until the answered function is called; the browser frees it when the page dies. */
export function holdLock(name: string): Promise<() => void> {
  const locks = globalThis.navigator?.locks
  if (!locks) return Promise.resolve(() => {})
  return new Promise(resolve => {
    void locks.request(name, () => new Promise<void>(release => resolve(release)))
  })
}
