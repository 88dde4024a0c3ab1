import css from './Facts.module.css'

/** Names with their values, one below the other; what has no value is left out. */
export function Facts({ facts }: { facts: [name: string, value: string | null][] }) {
  return (
    <dl className={css.facts}>
      {facts
        .filter(([, value]) => value !== null)
        .map(([name, value]) => (
          <div key={name} className={css.fact}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  )
}
