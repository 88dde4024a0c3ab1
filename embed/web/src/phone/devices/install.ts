import { useSyncExternalStore } from 'react'

/** What Chromium hands over once the app could stand on the home screen. */
interface InstallPrompt extends Event {
  prompt(): Promise<unknown>
  userChoice: Promise<unknown>
}

let offered: InstallPrompt | null = null
let installed = false
const listeners = new Set<() => void>()

/** Keeps the browser's offer for the moment at which the app asks for it. */
export function watchInstall(): void {
  window.addEventListener('beforeinstallprompt', event => {
    event.preventDefault() // the browser's own banner would come in the middle of the work
    change(event as InstallPrompt)
  })
  window.addEventListener('appinstalled', () => {
    installed = true
    change(null)
  })
}

/** Lets the browser put the app on the home screen, and resolves once the person has agreed or not. */
export async function install(): Promise<void> {
  await offered?.prompt()
  await offered?.userChoice
  change(null) // an offer is good for one answer
}

/**
 * How the app gets onto this phone's home screen: by the browser's offer, by hand through its menu, or not at all,
 * because it is there already or this is no phone.
 */
export function useInstall(): 'offer' | 'menu' | null {
  const offer = useSyncExternalStore(subscribe, () => offered)
  if (installed || matchMedia('(display-mode: standalone)').matches) return null
  if (offer) return 'offer'
  return /Android/.test(navigator.userAgent) ? 'menu' : null
}

function change(prompt: InstallPrompt | null): void {
  offered = prompt
  for (const listener of listeners) listener()
}

function subscribe(changed: () => void): () => void {
  listeners.add(changed)
  return () => void listeners.delete(changed)
}
