import { PhoneDB } from './db'

/** The phone's one database: page and service worker each open it once. */
export const db = new PhoneDB()
