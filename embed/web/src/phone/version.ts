/** The version of this build of the app, as the box's devices page shows it. */
export const appVersion: string = import.meta.env.VITE_FLEETBOX_VERSION ?? 'dev'
