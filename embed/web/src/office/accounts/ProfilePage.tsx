import { Button, Group, Paper, Select, SimpleGrid, Stack, Switch, TextInput, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api, unwrap } from '../../shared/api/client'
import { languageName, languages, useT } from '../../shared/i18n'
import { fieldErrors } from '../shell/fieldErrors'
import { useSingleKeys } from '../shell/keys'
import { PageHead } from '../shell/PageHead'
import { say } from '../shell/say'
import { useSession, useSetSession } from '../shell/session'
import { NewPassword } from './NewPassword'
import { brokenRules } from './password'

export function ProfilePage() {
  const { t } = useT()
  const { modes } = useSession()
  return (
    <>
      <PageHead title={t('office.profile.title')} />
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg" style={{ alignItems: 'start' }}>
        <OwnData />
        <Stack gap="lg">
          <OwnPassword />
          {modes.length > 0 && <Keyboard />}
        </Stack>
      </SimpleGrid>
    </>
  )
}

function OwnData() {
  const { t } = useT()
  const session = useSession()
  const setSession = useSetSession()
  const { first_name, last_name, phone, language } = session.user
  const [own, setOwn] = useState({ first_name, last_name, phone, language })
  const save = useMutation({
    mutationFn: () => unwrap(api.PATCH('/api/profile', { body: own })),
    onSuccess: user => {
      setSession({ ...session, user })
      say.done(t('office.say.saved'))
    },
    onError: say.failed,
  })
  const errors = fieldErrors(save.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  const text = (name: 'first_name' | 'last_name' | 'phone') => ({
    name,
    value: own[name],
    error: errors[name],
    onChange: (event: React.ChangeEvent<HTMLInputElement>) =>
      setOwn({ ...own, [name]: event.currentTarget.value }),
  })
  return (
    <Paper p="lg" withBorder component="section" aria-labelledby="own-data">
      <form onSubmit={submit}>
        <Stack>
          <Title order={2} id="own-data">
            {t('office.profile.data')}
          </Title>
          <TextInput
            label={t('office.field.first_name')}
            autoComplete="given-name"
            required
            {...text('first_name')}
          />
          <TextInput
            label={t('office.field.last_name')}
            autoComplete="family-name"
            required
            {...text('last_name')}
          />
          <TextInput label={t('office.field.phone')} type="tel" autoComplete="tel" {...text('phone')} />
          <Select
            label={t('common.word.language')}
            data={languages.map(value => ({ value, label: languageName(value) }))}
            value={own.language}
            onChange={value => setOwn({ ...own, language: value ?? own.language })}
            allowDeselect={false}
          />
          <Group>
            <Button type="submit" loading={save.isPending}>
              {t('common.action.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Paper>
  )
}

function OwnPassword() {
  const { t } = useT()
  const [current, setCurrent] = useState('')
  const [wanted, setWanted] = useState('')
  const change = useMutation({
    mutationFn: () => unwrap(api.POST('/api/profile/password', { body: { current, new: wanted } })),
    onSuccess: () => {
      setCurrent('')
      setWanted('')
      say.done(t('office.profile.password_changed'))
    },
    onError: say.failed,
  })
  const errors = fieldErrors(change.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (brokenRules(wanted).length === 0) change.mutate()
  }
  return (
    <Paper p="lg" withBorder component="section" aria-labelledby="own-password">
      <form onSubmit={submit}>
        <Stack>
          <Title order={2} id="own-password">
            {t('office.profile.password')}
          </Title>
          <CurrentPassword value={current} error={errors.current} onChange={setCurrent} />
          <NewPassword
            label={t('office.profile.new_password')}
            required
            value={wanted}
            error={errors.new}
            onChange={event => setWanted(event.currentTarget.value)}
          />
          <Group>
            <Button
              type="submit"
              loading={change.isPending}
              disabled={!current || brokenRules(wanted).length > 0}
            >
              {t('office.profile.change_password')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Paper>
  )
}

function CurrentPassword(props: { value: string; error?: string; onChange: (value: string) => void }) {
  const { t } = useT()
  return (
    <TextInput
      type="password"
      autoComplete="current-password"
      label={t('office.profile.current_password')}
      required
      value={props.value}
      error={props.error}
      onChange={event => props.onChange(event.currentTarget.value)}
    />
  )
}

function Keyboard() {
  const { t } = useT()
  const [on, setOn] = useSingleKeys()
  return (
    <Paper p="lg" withBorder component="section" aria-labelledby="own-keys">
      <Title order={2} id="own-keys" mb="md">
        {t('office.profile.keyboard')}
      </Title>
      <Switch
        label={t('office.profile.single_keys')}
        description={t('office.profile.single_keys_hint')}
        checked={on}
        onChange={event => setOn(event.currentTarget.checked)}
      />
    </Paper>
  )
}
