import { Stack, Text } from '@mantine/core'
import { useRef, useState } from 'react'
import { useT } from '../../../../shared/i18n'
import { useFile, useReadOnly, useWorks } from '../context'
import { Section } from '../Section'
import { AddWork } from './AddWork'
import { ChecklistButton } from './ChecklistButton'
import { moved } from './order'
import { TotalsBox } from './TotalsBox'
import { WorkRow } from './WorkRow'
import classes from './Works.module.css'

export function WorksSection() {
  const { t } = useT()
  const { file } = useFile()
  const readOnly = useReadOnly()
  if (file.module === 'warranty' && readOnly && file.works.length === 0) return null
  return (
    <Section title={t('office.file.works.title')} actions={!readOnly && <ChecklistButton />}>
      <Stack gap="sm">
        <WorkList />
        {!readOnly && <AddWork />}
        <TotalsBox />
      </Stack>
    </Section>
  )
}

function WorkList() {
  const { t } = useT()
  const { draft } = useFile()
  const works = useWorks()
  const [dragged, setDragged] = useState<string | null>(null)
  const [said, setSaid] = useState('')
  const list = useRef<HTMLUListElement>(null)
  const move = (id: string, to: number) => {
    draft.setWorks(before => moved(before, id, to))
    setSaid(t('office.file.moved', { place: Math.min(Math.max(to, 0), works.length - 1) + 1 }))
  }
  if (works.length === 0) return <Text c="dimmed">{t('office.file.works.none')}</Text>
  return (
    <>
      <ul className={classes.list} ref={list}>
        {works.map((work, index) => (
          <WorkRow
            key={work.id}
            work={work}
            index={index}
            last={index === works.length - 1}
            dragged={dragged === work.id}
            onDrag={setDragged}
            onDragOver={() => dragged && dragged !== work.id && move(dragged, index)}
            onMove={to => move(work.id, to)}
          />
        ))}
      </ul>
      <span className="fb-spoken" aria-live="polite">
        {said}
      </span>
    </>
  )
}
