import { createHandlerBoundToURL, type PrecacheEntry, precacheAndRoute } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'
import { runOnce, syncTag } from './outbox/run'
import { PhoneDB } from './storage/db'

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: PrecacheEntry[] }

interface SyncEvent extends ExtendableEvent {
  tag: string
}

/* The whole app is kept, so that it starts in a cellar. What the box answers is never kept here. */
precacheAndRoute(self.__WB_MANIFEST)
registerRoute(new NavigationRoute(createHandlerBoundToURL('/phone/'), { allowlist: [/^\/phone(\/|$)/] }))

self.addEventListener('activate', event => event.waitUntil(self.clients.claim()))
self.addEventListener('message', event => {
  if (event.data === 'take over') void self.skipWaiting()
})

const db = new PhoneDB()

/* The browser calls when the network is back, also when the app is closed. */
self.addEventListener('sync', event => {
  const sync = event as SyncEvent
  if (sync.tag === syncTag) sync.waitUntil(sendWhatWaits())
})

async function sendWhatWaits(): Promise<void> {
  // The page is at it as long as it lives: its end is the moment to go on.
  const outcome = await runOnce(db, true, true)
  // Failing asks the browser to call again later.
  if (outcome && outcome.nextAt !== null) throw new Error('something still waits')
}
