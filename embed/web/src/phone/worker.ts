import { useSyncExternalStore } from 'react'

import { somethingUnderway } from './media/lock'

/** Brings the new version once the person wants it. */
let takeNew: (() => void) | null = null
/** Whether the phone keeps the whole app; at the first visit it cannot yet. */
let whole = !hasWorker() || navigator.serviceWorker.controller !== null
const listeners = new Set<() => void>()

/**
 * Registers the service worker that lets the app start without a network. A new version that was found
 * ready when the app opens is taken at once; one that comes later, or that another window has taken, waits for
 * the person when a reload would cost a recording.
 */
export function registerWorker(): void {
  if (!hasWorker()) return
  let reloading = false
  const controlled = navigator.serviceWorker.controller !== null
  navigator.serviceWorker.addEventListener('controllerchange', async () => {
    if (!controlled || reloading) return
    if (await somethingUnderway()) return offer(() => location.reload())
    reloading = true
    location.reload()
  })
  navigator.serviceWorker.addEventListener('message', ({ data }) => {
    whole = data.whole
    tellListeners()
  })
  void navigator.serviceWorker
    .register('/phone/sw.js', { scope: '/phone/' })
    .then(async registration => {
      watch(registration.installing) // found before this could listen
      registration.addEventListener('updatefound', () => watch(registration.installing))
      const { waiting } = registration
      if (!waiting || !controlled) return
      // On a busy phone the registration answers late: somebody may film already.
      if (await somethingUnderway()) return offer(() => waiting.postMessage('take over'))
      waiting.postMessage('take over')
    })
    .catch(() => {}) // without it the app still works while there is a network
}

/** Asks the box for a newer app; it is offered once it lies ready. */
export async function lookForUpdate(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration('/phone/')
  await registration?.update()
}

/** Lets the worker go on with what the phone does not keep of the app yet. */
export async function keepWhole(): Promise<void> {
  if (!hasWorker()) return
  const { active } = await navigator.serviceWorker.ready
  active?.postMessage('keep all')
}

function hasWorker(): boolean {
  return 'serviceWorker' in navigator && import.meta.env.PROD
}

function watch(worker: ServiceWorker | null): void {
  worker?.addEventListener('statechange', () => {
    if (worker.state !== 'installed' || !navigator.serviceWorker.controller) return
    offer(() => worker.postMessage('take over'))
  })
}

function offer(take: () => void): void {
  takeNew = take
  tellListeners()
}

function tellListeners(): void {
  for (const listener of listeners) listener()
}

/** A function that takes the new version, once there is one. */
export function useNewVersion(): (() => void) | null {
  return useSyncExternalStore(subscribe, () => takeNew)
}

/** Whether all of the app works without a network. */
export function useWhole(): boolean {
  return useSyncExternalStore(subscribe, () => whole)
}

function subscribe(changed: () => void): () => void {
  listeners.add(changed)
  return () => void listeners.delete(changed)
}
