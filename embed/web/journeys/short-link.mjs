import { overBrokenLink } from './support/broken-link.mjs'

/** What long-link shows, with fewer pictures and half of the film. */
export default journey => overBrokenLink(journey, { photos: 20, videos: 1, minutes: 5, atMost: 120_000 })
