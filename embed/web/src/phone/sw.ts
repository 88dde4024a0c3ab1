import { createHandlerBoundToURL, type PrecacheEntry, precacheAndRoute } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'
import { matchAmong } from '../shared/languages'
import { runOnce, syncTag } from './outbox/run'
import { Rest } from './rest'
import { PhoneDB } from './storage/db'

/** A file of the app as scripts/phone-shell.ts lists it. */
interface AppFile extends PrecacheEntry {
  later?: true
  language?: string
}

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: PrecacheEntry[] }

interface SyncEvent extends ExtendableEvent {
  tag: string
}

/*
 * The whole app is kept, so that it works in a cellar: first what it starts with, then the rest in the background.
 * What the box answers is never kept here.
 */
const files = self.__WB_MANIFEST as AppFile[]
const later = files.filter(file => file.later)
const rest = new Rest(later.map(file => file.url))
precacheAndRoute(files.filter(file => !file.later))
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && rest.holds(url.pathname),
  ({ request, url }) => rest.answer(url.pathname, request),
)
registerRoute(new NavigationRoute(createHandlerBoundToURL('/phone/'), { allowlist: [/^\/phone(\/|$)/] }))

/* A new version takes over no sooner than it can do all without a network that the one before it could. */
self.addEventListener('install', event =>
  event.waitUntil(self.registration.active ? rest.keep() : rest.keep(textsOfThePhone())),
)
self.addEventListener('activate', event => event.waitUntil(Promise.all([self.clients.claim(), rest.tidy()])))
self.addEventListener('message', event => {
  if (event.data === 'take over') void self.skipWaiting()
  if (event.data === 'keep all') event.waitUntil(keepAll(event.source))
})

/** The catalogues of the language that the app opens in for the first time. */
function textsOfThePhone(): string[] {
  const language = matchAmong(new Set(later.flatMap(file => file.language ?? [])), navigator.languages)
  return later.filter(file => file.language === language).map(file => file.url)
}

/** Goes on with what is missing, and tells the page that asked how it stands. */
async function keepAll(page: ExtendableMessageEvent['source']): Promise<void> {
  if (!(await rest.whole())) {
    page?.postMessage({ whole: false })
    await rest.keep()
  }
  page?.postMessage({ whole: await rest.whole() })
}

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
