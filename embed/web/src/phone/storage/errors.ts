import Dexie from 'dexie'

/** Whether the phone's storage has refused: it is full, broken, or may not be opened. */
export function isStorageError(error: unknown): boolean {
  return error instanceof Dexie.DexieError
}
