import 'react'

declare module 'react' {
  interface CSSProperties {
    /** Custom properties hand a value from a component to its style sheet. */
    [property: `--${string}`]: string | number | undefined
  }
}
