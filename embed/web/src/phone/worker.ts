import { useSyncExternalStore } from 'react'

let waiting: ServiceWorker | null = null
const listeners = new Set<() => void>()

/**
 * Registers the service worker that lets the app start without a network. A new version that was found
 * ready when the app opens is taken at once; one that comes later waits for the person, for a reload in the
 * middle of filming would cost a recording.
 */
export function registerWorker(): void {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return
  let reloading = false
  const controlled = navigator.serviceWorker.controller !== null
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (!controlled || reloading) return
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

function watch(worker: ServiceWorker | null): void {
  worker?.addEventListener('statechange', () => {
    if (worker.state !== 'installed' || !navigator.serviceWorker.controller) return
    waiting = worker
    for (const listener of listeners) listener()
  })
}

/** A function that takes the new version, once there is one. */
export function useNewVersion(): (() => void) | null {
  const worker = useSyncExternalStore(
    changed => {
      listeners.add(changed)
      return () => void listeners.delete(changed)
    },
    () => waiting,
  )
  return worker ? () => worker.postMessage('take over') : null
}
