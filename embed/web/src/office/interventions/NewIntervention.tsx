import { Button, Group, Radio, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { api, unwrap } from '../../shared/api/client'
import { newId } from '../../shared/api/id'
import type { Intervention, Mode, Module } from '../../shared/api/types'
import { useT } from '../../shared/i18n'
import { modeOf, modulesOf, withChecklist } from '../../shared/modules'
import { Dialog } from '../shell/Dialog'
import { fieldErrors, focusField } from '../shell/fieldErrors'
import { say } from '../shell/say'
import { useSession } from '../shell/session'
import { moduleIcons } from './icons'

interface Identity {
  brand: string
  module: Module
  reference: string
}

interface Props {
  mode: Mode
  opened: boolean
  onClose: () => void
}

/** Brand, module and reference: what a file begins with. */
export function NewIntervention({ mode, opened, onClose }: Props) {
  const { t } = useT()
  return (
    <Dialog opened={opened} onClose={onClose} title={t('office.new.title')}>
      <NewForm mode={mode} onClose={onClose} />
    </Dialog>
  )
}

function NewForm({ mode, onClose }: Omit<Props, 'opened'>) {
  const { t } = useT()
  const { dealership } = useSession()
  const [id] = useState(newId)
  const create = async (identity: Identity) => {
    const { language } = dealership
    const [checklist, message] = await Promise.all([
      defaultChecklist(identity, language),
      defaultMessage(mode, language),
    ])
    const body = { id, mode, ...identity, checklist_id: checklist, message }
    return unwrap(api.POST('/api/interventions', { body }))
  }
  return (
    <IdentityForm
      modules={modulesOf[mode]}
      initial={{ brand: dealership.brands[0]?.id ?? '', reference: '' }}
      submitLabel={t('office.new.create')}
      onSend={create}
      onClose={onClose}
    />
  )
}

/** The list that belongs to brand and module comes along with a new file. */
async function defaultChecklist({ module, brand }: Identity, language: string): Promise<string | null> {
  if (!withChecklist.includes(module)) return null
  const query = { module, brand, language }
  const { checklists } = await unwrap(api.GET('/api/checklists', { params: { query } }))
  return checklists[0]?.id ?? null
}

async function defaultMessage(mode: Mode, language: string): Promise<string> {
  const query = { mode, language }
  return (await unwrap(api.GET('/api/messages/default', { params: { query } }))).text
}

interface FormProps {
  modules: readonly Module[]
  /** The module is the first of those offered when it is not said. */
  initial: Omit<Identity, 'module'> & { module?: Module }
  submitLabel: string
  onSend: (identity: Identity) => Promise<Intervention>
  onClose: () => void
  /** The field of the opened file in which one goes on. */
  goOnIn?: string
}

/** Asks for brand, module and reference, and opens the file that comes of it. */
export function IdentityForm({ modules, initial, submitLabel, onSend, onClose, goOnIn }: FormProps) {
  const { t } = useT()
  const { dealership } = useSession()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const [identity, setIdentity] = useState({ module: modules[0] as Module, ...initial })
  const send = useMutation({
    mutationFn: () => onSend({ ...identity, reference: identity.reference.trim() }),
    onSuccess: async file => {
      queryClient.setQueryData(['intervention', file.id], file)
      onClose()
      await navigate({ to: '/interventions/$id', params: { id: file.id } })
      if (goOnIn) focusField(document, [goOnIn])
    },
    onError: say.failed,
  })
  const errors = fieldErrors(send.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    send.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          label={t('common.word.reference')}
          description={t(`office.new.reference_hint.${modeOf(identity.module)}`)}
          name="reference"
          size="md"
          required
          maxLength={100}
          autoComplete="off"
          data-autofocus
          value={identity.reference}
          error={errors.reference}
          onChange={event => setIdentity({ ...identity, reference: event.currentTarget.value })}
        />
        {modules.length > 1 && (
          <ModuleChoice
            modules={modules}
            value={identity.module}
            onChange={module => setIdentity({ ...identity, module })}
          />
        )}
        <Select
          label={t('common.word.brand')}
          data={dealership.brands.map(({ id, name }) => ({ value: id, label: name }))}
          value={identity.brand}
          error={errors.brand}
          allowDeselect={false}
          onChange={brand => brand && setIdentity({ ...identity, brand })}
        />
        <Group justify="flex-end" mt="xs">
          <Button variant="default" onClick={onClose}>
            {t('common.action.cancel')}
          </Button>
          <Button type="submit" loading={send.isPending} disabled={!identity.reference.trim()}>
            {submitLabel}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

interface ChoiceProps {
  modules: readonly Module[]
  value: Module
  onChange: (module: Module) => void
}

function ModuleChoice({ modules, value, onChange }: ChoiceProps) {
  const { t } = useT()
  return (
    <Radio.Group label={t('common.word.module')} value={value} onChange={next => onChange(next as Module)}>
      <SimpleGrid cols={modules.length} spacing="xs" mt={6}>
        {modules.map(module => {
          const Icon = moduleIcons[module]
          return (
            <Radio.Card
              key={module}
              value={module}
              p="sm"
              radius="md"
              data-module={module}
              aria-label={t(`common.module.${module}`)}
            >
              <Stack align="center" gap={4}>
                <Icon size={24} stroke={1.6} aria-hidden />
                <Text size="sm" fw={value === module ? 650 : 400}>
                  {t(`common.module.${module}`)}
                </Text>
              </Stack>
            </Radio.Card>
          )
        })}
      </SimpleGrid>
    </Radio.Group>
  )
}
