import { overBrokenLink } from './support/broken-link.mjs'

/** 50 photos and ten minutes of video; a command of its own for its length: npm run journeys long-link. */
export default journey => overBrokenLink(journey, { photos: 50, videos: 2, minutes: 5, atMost: 240_000 })
