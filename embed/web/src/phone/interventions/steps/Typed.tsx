import { type ChangeEvent, type ReactNode, useState } from 'react'

interface Props {
  value: string
  keep: (value: string) => Promise<void>
  children: (props: {
    value: string
    onChange: (event: ChangeEvent<HTMLInputElement>) => void
    onBlur: () => void
  }) => ReactNode
}

/** Text that is kept with every stroke: what the hand types stands at once, storage follows. */
export function Typed({ value, keep, children }: Props) {
  const [typed, setTyped] = useState<string | null>(null)
  return children({
    value: typed ?? value,
    onChange: event => {
      setTyped(event.target.value)
      void keep(event.target.value)
    },
    onBlur: () => setTyped(null),
  })
}
