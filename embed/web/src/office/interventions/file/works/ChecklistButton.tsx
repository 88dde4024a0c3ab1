import { Button, Checkbox, Group, ScrollArea, Stack, Text, TextInput, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconChecklist, IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import type { ChecklistCategory } from '../../../../shared/api/types'
import { useT } from '../../../../shared/i18n'
import { Dialog } from '../../../shell/Dialog'
import { useWorks } from '../context'
import { useAddWork, useChecklistGroups } from './AddWork'

/** The whole checklist with a search, to tick several lines at once. */
export function ChecklistButton() {
  const { t } = useT()
  const [opened, { open, close }] = useDisclosure()
  const groups = useChecklistGroups()
  if (groups.length === 0) return null
  return (
    <>
      <Button variant="light" size="compact-md" leftSection={<IconChecklist size={18} />} onClick={open}>
        {t('office.file.checklist.button')}
      </Button>
      <Dialog opened={opened} onClose={close} size="lg" title={t('office.file.checklist.title')}>
        <Ticking groups={groups} onClose={close} />
      </Dialog>
    </>
  )
}

function Ticking({ groups, onClose }: { groups: ChecklistCategory[]; onClose: () => void }) {
  const { t } = useT()
  const works = useWorks()
  const addWork = useAddWork()
  const [words, setWords] = useState('')
  const [ticked, setTicked] = useState<string[]>([])
  const there = new Set(works.map(work => work.checklist_line))
  const shown = matching(groups, words)
  const add = () => {
    for (const label of ticked) addWork(label, groups)
    onClose()
  }
  return (
    <Stack>
      <TextInput
        data-autofocus
        aria-label={t('common.action.search')}
        placeholder={t('common.action.search')}
        leftSection={<IconSearch size={18} aria-hidden />}
        value={words}
        onChange={event => setWords(event.currentTarget.value)}
      />
      <ScrollArea.Autosize mah="52dvh" type="auto" offsetScrollbars viewportProps={{ tabIndex: 0 }}>
        <Stack gap="lg">
          {shown.map(group => (
            <section key={group.name} aria-label={group.name}>
              <Title order={3} size="sm" mb={6}>
                {group.name}
              </Title>
              <Stack gap={8}>
                {group.lines.map(line => (
                  <Checkbox
                    key={line.id}
                    label={line.label}
                    checked={there.has(line.id) || ticked.includes(line.label)}
                    disabled={there.has(line.id)}
                    onChange={event =>
                      setTicked(
                        event.currentTarget.checked
                          ? [...ticked, line.label]
                          : ticked.filter(label => label !== line.label),
                      )
                    }
                  />
                ))}
              </Stack>
            </section>
          ))}
          {shown.length === 0 && <Text c="dimmed">{t('office.filter.nothing')}</Text>}
        </Stack>
      </ScrollArea.Autosize>
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t('common.action.cancel')}
        </Button>
        <Button disabled={ticked.length === 0} onClick={add}>
          {ticked.length === 0
            ? t('common.action.add')
            : t('office.file.checklist.add', { count: ticked.length })}
        </Button>
      </Group>
    </Stack>
  )
}

function matching(groups: ChecklistCategory[], words: string): ChecklistCategory[] {
  const wanted = plain(words).split(/\s+/).filter(Boolean)
  return groups
    .map(group => ({
      ...group,
      lines: group.lines.filter(line =>
        wanted.every(word => plain(`${group.name} ${line.label}`).includes(word)),
      ),
    }))
    .filter(group => group.lines.length > 0)
}

/** Without accents and capitals, as people type when they search. */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
