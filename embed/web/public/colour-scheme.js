// Runs before the first paint so that a dark screen never flashes white.
;(() => {
  let wanted = null
  try {
    wanted = localStorage.getItem('fleetbox-colours')
  } catch {
    // Storage may be forbidden; the system's choice then stands.
  }
  const dark = wanted === 'dark' || (wanted !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light')
})()
