import { Button, Checkbox, Group, SegmentedControl, Select, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Origin, Work } from '../../../shared/api/types'
import { formatMoney } from '../../../shared/format'
import { useT } from '../../../shared/i18n'
import { isProposed } from '../../../shared/money'
import { Dialog } from '../../shell/Dialog'
import { say } from '../../shell/say'
import { useFormats } from '../../shell/session'
import classes from './Accept.module.css'
import { useFile } from './context'
import { type ManualAnswer, requests, useStoreFile } from './operations'
import type { FileActions } from './useFileActions'

const origins: Origin[] = ['phone', 'in_person', 'email', 'sms']
type Choice = 'accepted' | 'refused'

interface Props {
  actions: FileActions
  opened: boolean
  onClose: () => void
}

/**
 * Records what the customer said to a person: each work, how the consent came, and whether to confirm it. What is
 * recorded is the file as the box has it, which is what stands here: it is saved before this opens.
 */
export function AcceptDialog({ actions, opened, onClose }: Props) {
  const { t } = useT()
  return (
    <Dialog opened={opened} onClose={onClose} size="lg" title={t('office.file.accept.title')}>
      <AcceptForm actions={actions} onClose={onClose} />
    </Dialog>
  )
}

function AcceptForm({ actions, onClose }: Omit<Props, 'opened'>) {
  const { t } = useT()
  const { file } = useFile()
  const store = useStoreFile()
  const works = file.works.filter(work => isProposed(work.urgency))
  const [choices, setChoices] = useState<Record<string, Choice>>({})
  const [origin, setOrigin] = useState<Origin>('phone')
  const [notify, setNotify] = useState(true)
  const mayNotify = file.customer.email !== ''
  const setAll = (choice: Choice) => setChoices(Object.fromEntries(works.map(({ id }) => [id, choice])))
  const complete = works.every(work => choices[work.id])
  const accept = useMutation({
    mutationFn: () => requests.accept(file, answerOf(works, choices, origin, notify && mayNotify)),
    onSuccess: answered => {
      store(answered)
      say.done(t('office.file.accept.done'))
      onClose()
    },
    onError: actions.onError,
  })
  return (
    <Stack>
      <Text>{t('office.file.accept.text')}</Text>
      <ul className={classes.list}>
        {works.map(work => (
          <WorkChoice
            key={work.id}
            work={work}
            value={choices[work.id]}
            onChange={choice => setChoices({ ...choices, [work.id]: choice })}
          />
        ))}
      </ul>
      {works.length > 1 && (
        <Group justify="flex-end" gap="xs">
          {(['accepted', 'refused'] as const).map(choice => (
            <Button key={choice} variant="light" size="compact-sm" onClick={() => setAll(choice)}>
              {t(`office.file.accept.all_${choice}`)}
            </Button>
          ))}
        </Group>
      )}
      <Sum works={works} choices={choices} />
      <Select
        label={t('office.file.accept.origin')}
        data={origins.map(value => ({ value, label: t(`office.file.answer.by.${value}`) }))}
        value={origin}
        allowDeselect={false}
        onChange={value => value && setOrigin(value as Origin)}
      />
      <Checkbox
        label={t('office.file.accept.notify')}
        description={file.customer.email || t('office.file.accept.no_address')}
        checked={notify && mayNotify}
        disabled={!mayNotify}
        onChange={event => setNotify(event.currentTarget.checked)}
      />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t('common.action.cancel')}
        </Button>
        <Button disabled={!complete} loading={accept.isPending} onClick={() => accept.mutate()}>
          {t('office.file.accept.record')}
        </Button>
      </Group>
    </Stack>
  )
}

function answerOf(
  works: Work[],
  choices: Record<string, Choice>,
  origin: Origin,
  notify: boolean,
): ManualAnswer {
  return {
    works: works.map(({ id }) => ({ id, decision: choices[id] ?? 'refused' })),
    origin,
    notify: notify ? ['email'] : [],
  }
}

function WorkChoice({
  work,
  value,
  onChange,
}: {
  work: Work
  value: Choice | undefined
  onChange: (choice: Choice) => void
}) {
  const { t } = useT()
  const { file } = useFile()
  const formats = { ...useFormats(), currency: file.currency }
  return (
    <li className={classes.work}>
      <div className={classes.text}>
        <Text fw={550}>{work.label}</Text>
        <Text size="sm" c="dimmed" className="fb-figures">
          {t(`common.urgency.${work.urgency}`)} ·{' '}
          {work.gross === null ? t('office.file.works.no_price') : formatMoney(formats, work.gross)}
        </Text>
      </div>
      <SegmentedControl
        aria-label={work.label}
        value={value ?? ''}
        onChange={next => onChange(next as Choice)}
        data={[
          { value: 'accepted', label: t('common.decision.accepted') },
          { value: 'refused', label: t('common.decision.refused') },
        ]}
      />
    </li>
  )
}

function Sum({ works, choices }: { works: Work[]; choices: Record<string, Choice> }) {
  const { t } = useT()
  const { file } = useFile()
  const formats = { ...useFormats(), currency: file.currency }
  const sum = works
    .filter(work => choices[work.id] === 'accepted')
    .reduce((total, work) => total + (work.gross ?? 0), 0)
  return (
    <Text fw={650} ta="right" className="fb-figures" aria-live="polite">
      {t('office.file.answer.amount', { amount: formatMoney(formats, sum) })}
    </Text>
  )
}
