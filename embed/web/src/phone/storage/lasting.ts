/** Asks the browser not to clear the phone's storage when room runs short; it may say no, and may say yes later. */
export async function askToLast(): Promise<void> {
  await navigator.storage?.persist?.().catch(() => false)
}
