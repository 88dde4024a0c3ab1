import { localStorageColorSchemeManager } from '@mantine/core'

/** Where the choice of light, dark or automatic is kept; `public/colour-scheme.js` reads the same key. */
export const colourScheme = localStorageColorSchemeManager({ key: 'fleetbox-colours' })
