interface Ordered {
  item: { id: string }
}

/** The list with one media taken to the place of another. */
export function moved<T extends Ordered>(list: T[], id: string, to: string): T[] {
  const from = list.findIndex(({ item }) => item.id === id)
  const target = list.findIndex(({ item }) => item.id === to)
  const taken = list[from]
  if (!taken || target < 0) return list
  const rest = list.filter((_, index) => index !== from)
  rest.splice(target, 0, taken)
  return rest
}

/** The list with one media a place earlier or later; at either end nothing changes. */
export function shifted<T extends Ordered>(list: T[], id: string, by: -1 | 1): T[] {
  const from = list.findIndex(({ item }) => item.id === id)
  const neighbour = list[from + by]
  return neighbour ? moved(list, id, neighbour.item.id) : list
}
