import { Title } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import classes from './File.module.css'

interface Props {
  title: string
  actions?: ReactNode
  children: ReactNode
}

export function Section({ title, actions, children }: Props) {
  const id = useId()
  return (
    <section className={classes.section} aria-labelledby={id}>
      <div className={classes.sectionHead}>
        <Title order={2} id={id}>
          {title}
        </Title>
        {actions}
      </div>
      {children}
    </section>
  )
}
