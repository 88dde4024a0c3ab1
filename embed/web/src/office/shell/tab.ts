/** Where a tab keeps what its user has typed and chosen, until it is closed. */
export type TabShelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

const prefix = 'fleetbox-'
const draftPrefix = `${prefix}draft-`
const ownerKey = `${prefix}user`

export const draftKey = (file: string) => `${draftPrefix}${file}`

/** Makes the tab its user's: what somebody else has left in it goes, what is nobody's becomes theirs. */
export function claimTab(shelf: TabShelf, user: string): void {
  try {
    const owner = shelf.getItem(ownerKey)
    if (owner === user) return
    if (owner !== null) clearTab(shelf)
    shelf.setItem(ownerKey, user)
  } catch {
    // Without storage nobody has left anything.
  }
}

/** Forgets the tab's user, and all that they typed and chose. */
export function clearTab(shelf: TabShelf): void {
  for (const key of ours(shelf)) shelf.removeItem(key)
}

/** Whether something was typed here that is not saved. */
export function hasUnsaved(shelf: TabShelf): boolean {
  return ours(shelf).some(key => key.startsWith(draftPrefix))
}

function ours(shelf: TabShelf): string[] {
  return Array.from({ length: shelf.length }, (_, index) => shelf.key(index) ?? '').filter(key =>
    key.startsWith(prefix),
  )
}
