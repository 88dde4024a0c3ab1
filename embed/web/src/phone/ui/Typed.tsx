import { type ChangeEvent, type ReactNode, useRef, useState } from 'react'

interface Props {
  value: string
  keep: (value: string) => Promise<void>
  children: (props: {
    value: string
    onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => void
    onBlur: () => void
  }) => ReactNode
}

/** Text that is kept with every stroke: what the hand types stands at once, storage follows. */
export function Typed({ value, keep, children }: Props) {
  const [typed, setTyped] = useState<string | null>(null)
  const kept = useRef(Promise.resolve())
  return children({
    value: typed ?? value,
    onChange: event => {
      setTyped(event.target.value)
      kept.current = keep(event.target.value)
    },
    // Refused by the storage, it stays on the screen.
    onBlur: () => void kept.current.then(() => setTyped(null)),
  })
}
