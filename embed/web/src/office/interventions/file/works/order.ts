/** The list with one item put at another place. */
export function moved<T extends { id: string }>(items: readonly T[], id: string, to: number): T[] {
  const item = items.find(candidate => candidate.id === id)
  if (!item) return [...items]
  const rest = items.filter(candidate => candidate.id !== id)
  const place = Math.min(Math.max(to, 0), rest.length)
  return [...rest.slice(0, place), item, ...rest.slice(place)]
}
