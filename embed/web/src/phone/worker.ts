import { useSyncExternalStore } from 'react'

import { somethingUnderway } from './media/lock'

/** Brings the new version once the person wants it. */
let takeNew: (() => void) | null = null
const listeners = new Set<() => void>()

/**
 * Registers the service worker that lets the app start without a network. A new version that was found
 * ready when the app opens is taken at once; one that comes later, or that another window has taken, waits for
 * the person when a reload would cost a recording.
 */
export function registerWorker(): void {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return
  let reloading = false
  const controlled = navigator.serviceWorker.controller !== null
  navigator.serviceWorker.addEventListener('controllerchange', async () => {
    if (!controlled || reloading) return
    if (await somethingUnderway()) return offer(() => location.reload())
    reloading = true
    location.reload()
  })
  void navigator.serviceWorker
    .register('/phone/sw.js', { scope: '/phone/' })
    .then(registration => {
      if (registration.waiting && controlled) registration.waiting.postMessage('take over')
      registration.addEventListener('updatefound', () => watch(registration.installing))
    })
    .catch(() => {}) // without it the app still works while there is a network
}

/** Asks the box for a newer app; it is offered once it lies ready. */
export async function lookForUpdate(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration('/phone/')
  await registration?.update()
}

function watch(worker: ServiceWorker | null): void {
  worker?.addEventListener('statechange', () => {
    if (worker.state !== 'installed' || !navigator.serviceWorker.controller) return
    offer(() => worker.postMessage('take over'))
  })
}

function offer(take: () => void): void {
  takeNew = take
  for (const listener of listeners) listener()
}

/** A function that takes the new version, once there is one. */
export function useNewVersion(): (() => void) | null {
  return useSyncExternalStore(
    changed => {
      listeners.add(changed)
      return () => void listeners.delete(changed)
    },
    () => takeNew,
  )
}
