import { Alert, Button, Checkbox, Paper, PasswordInput, Stack, TextInput, Title } from '@mantine/core'
import { IconAlertCircle } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useRef, useState } from 'react'
import { api, unwrap } from '../../shared/api/client'
import { useT } from '../../shared/i18n'
import { problemText } from '../../shared/problems'
import { Front } from '../shell/Front'
import { usePageTitle } from '../shell/PageHead'
import { useSetSession } from '../shell/session'

export function SignIn() {
  const { t } = useT()
  usePageTitle(t('office.sign_in.title'))
  const setSession = useSetSession()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [remember, setRemember] = useState(false)
  const passwordField = useRef<HTMLInputElement>(null)
  const signIn = useMutation({
    mutationFn: () => unwrap(api.POST('/api/session', { body: { email: email.trim(), password, remember } })),
    onSuccess: setSession,
    onError: () => passwordField.current?.select(),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    signIn.mutate()
  }
  return (
    <Front>
      <Paper p={{ base: 'lg', sm: 'xl' }} radius="lg" shadow="md">
        <Title order={1} mb="lg">
          {t('office.sign_in.title')}
        </Title>
        <form onSubmit={submit}>
          <Stack gap="md">
            <TextInput
              label={t('office.field.email')}
              type="email"
              name="email"
              autoComplete="username"
              size="md"
              required
              withAsterisk={false}
              autoFocus
              value={email}
              onChange={event => setEmail(event.currentTarget.value)}
            />
            <PasswordInput
              ref={passwordField}
              label={t('office.field.password')}
              name="password"
              autoComplete="current-password"
              size="md"
              required
              withAsterisk={false}
              value={password}
              onChange={event => setPassword(event.currentTarget.value)}
              visibilityToggleButtonProps={{ 'aria-label': t('office.field.show_password') }}
            />
            <Checkbox
              label={t('office.sign_in.remember')}
              checked={remember}
              onChange={event => setRemember(event.currentTarget.checked)}
            />
            <Button type="submit" size="md" loading={signIn.isPending}>
              {t('office.sign_in.submit')}
            </Button>
          </Stack>
        </form>
      </Paper>
      {/* Below the card, so that nothing jumps when something has to be said. */}
      <div role="alert">
        {signIn.isError && (
          <Alert mt="md" color="red" variant="white" icon={<IconAlertCircle aria-hidden />}>
            {problemText(signIn.error)}
          </Alert>
        )}
      </div>
    </Front>
  )
}
