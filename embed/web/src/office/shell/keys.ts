import { useHotkeys, useLocalStorage } from '@mantine/hooks'

/** Whether single letters and signs are shortcuts here. Who speaks to the computer does without: words would press them. */
export function useSingleKeys(): [boolean, (on: boolean) => void] {
  const [on, setOn] = useLocalStorage({
    key: 'fleetbox-single-keys',
    defaultValue: true,
    getInitialValueInEffect: false,
  })
  return [on, setOn]
}

/** A shortcut of one key, wherever one is not typing, unless it was switched off in the profile. */
export function useSingleKey(key: string, act: () => void, enabled = true): void {
  const [on] = useSingleKeys()
  useHotkeys(on && enabled ? [[key, act]] : [])
}
