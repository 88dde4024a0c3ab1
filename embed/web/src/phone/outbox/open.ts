import { db } from '../storage/open'
import { Pump } from './pump'

/** The page's one pump. */
export const pump = new Pump(db)
