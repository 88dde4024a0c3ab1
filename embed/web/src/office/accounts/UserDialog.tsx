import { Button, Checkbox, Group, Select, SimpleGrid, Stack, Switch, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api, unwrap } from '../../shared/api/client'
import type { Role, User } from '../../shared/api/types'
import { languageName, languages, useT } from '../../shared/i18n'
import { Dialog } from '../shell/Dialog'
import { fieldErrors } from '../shell/fieldErrors'
import { say } from '../shell/say'
import { useSession } from '../shell/session'
import { NewPassword } from './NewPassword'
import { brokenRules } from './password'
import { UserPhoto } from './UserPhoto'

const roles: Role[] = [
  'dealer_manager',
  'back_office',
  'salesperson',
  'technician',
  'auditor',
  'audit_manager',
]
const withoutOffice: Role[] = ['technician', 'auditor']

interface Entry {
  first_name: string
  last_name: string
  email: string
  phone: string
  language: string
  roles: Role[]
  active: boolean
  password: string
}

function entryOf(user: User | null, language: string): Entry {
  return {
    first_name: user?.first_name ?? '',
    last_name: user?.last_name ?? '',
    email: user?.email ?? '',
    phone: user?.phone ?? '',
    language: user?.language ?? language,
    roles: user?.roles ?? [],
    active: user?.active ?? true,
    password: '',
  }
}

/** Adds a user, or changes one. Only roles that work in the office ask for a password. */
export function UserDialog({ user, onClose }: { user: User | 'new' | null; onClose: () => void }) {
  const { t } = useT()
  const title = user === 'new' ? t('office.users.add') : t('office.users.edit')
  return (
    <Dialog opened={user !== null} onClose={onClose} title={title} size="lg">
      {user && <UserForm user={user === 'new' ? null : user} onClose={onClose} />}
    </Dialog>
  )
}

function UserForm({ user, onClose }: { user: User | null; onClose: () => void }) {
  const { t } = useT()
  const { dealership } = useSession()
  const queryClient = useQueryClient()
  const [entry, setEntry] = useState(() => entryOf(user, dealership.language))
  const change = (part: Partial<Entry>) => setEntry(before => ({ ...before, ...part }))
  const signsIn = entry.roles.some(role => !withoutOffice.includes(role))
  const wantsPassword = signsIn && (!user?.has_password || entry.password !== '')

  const save = useMutation({
    mutationFn: () => send(user, entry, signsIn),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['users'] })
      say.done(t('office.say.saved'))
      onClose()
    },
    onError: say.failed,
  })
  const errors = fieldErrors(save.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (wantsPassword && brokenRules(entry.password).length > 0) return
    save.mutate()
  }
  const text = (name: 'first_name' | 'last_name' | 'email' | 'phone') => ({
    name,
    value: entry[name],
    error: errors[name],
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => change({ [name]: event.currentTarget.value }),
  })
  return (
    <form onSubmit={submit} autoComplete="off">
      <Stack>
        {user && <UserPhoto user={user} />}
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput label={t('office.field.first_name')} required data-autofocus {...text('first_name')} />
          <TextInput label={t('office.field.last_name')} required {...text('last_name')} />
          <TextInput label={t('office.field.email')} type="email" required={signsIn} {...text('email')} />
          <TextInput label={t('office.field.phone')} type="tel" {...text('phone')} />
        </SimpleGrid>
        <Checkbox.Group
          label={t('office.users.roles')}
          error={errors.roles}
          value={entry.roles}
          onChange={value => change({ roles: value as Role[] })}
        >
          <SimpleGrid cols={{ base: 1, xs: 2 }} mt="xs" spacing="xs">
            {roles.map(role => (
              <Checkbox
                key={role}
                value={role}
                label={t(`common.role.${role}`)}
                description={t(`office.users.role_hint.${role}`)}
              />
            ))}
          </SimpleGrid>
        </Checkbox.Group>
        <Select
          label={t('common.word.language')}
          data={languages.map(value => ({ value, label: languageName(value) }))}
          value={entry.language}
          onChange={value => value && change({ language: value })}
          allowDeselect={false}
        />
        {signsIn && (
          <NewPassword
            label={t(user?.has_password ? 'office.users.new_password' : 'office.field.password')}
            required={!user?.has_password}
            value={entry.password}
            error={errors.password}
            onChange={event => change({ password: event.currentTarget.value })}
          />
        )}
        {user && (
          <Switch
            label={t('office.users.active')}
            description={t('office.users.active_hint')}
            checked={entry.active}
            onChange={event => change({ active: event.currentTarget.checked })}
          />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common.action.cancel')}
          </Button>
          <Button type="submit" loading={save.isPending} disabled={entry.roles.length === 0}>
            {t('common.action.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function send(user: User | null, entry: Entry, signsIn: boolean): Promise<User> {
  const { active, password, email, ...rest } = entry
  const secret = signsIn && password ? { password } : {}
  if (!user) {
    return unwrap(api.POST('/api/users', { body: { ...rest, ...(email ? { email } : {}), ...secret } }))
  }
  const body = { ...rest, email: email || null, active, ...secret, version: user.version }
  return unwrap(api.PATCH('/api/users/{id}', { params: { path: { id: user.id } }, body }))
}
