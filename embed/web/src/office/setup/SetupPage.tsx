import {
  Alert,
  Button,
  Divider,
  Paper,
  Select,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core'
import { IconAlertCircle } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Navigate, useNavigate, useSearch } from '@tanstack/react-router'
import { type ChangeEvent, type FormEvent, type ReactNode, useMemo, useRef, useState } from 'react'
import { api, unwrap } from '../../shared/api/client'
import { useT } from '../../shared/i18n'
import { problemText } from '../../shared/problems'
import { NewPassword } from '../accounts/NewPassword'
import { brokenRules } from '../accounts/password'
import { type BrandEntry, BrandsField } from '../dealership/BrandsField'
import { currencyOptions, timeZones } from '../dealership/regions'
import { Front } from '../shell/Front'
import { fieldErrors, focusField } from '../shell/fieldErrors'
import { usePageTitle } from '../shell/PageHead'
import { useSetSession } from '../shell/session'
import { Failed, Loading } from '../shell/states'

/** The first start: the dealership, its brands and the first manager, reached by a one-time address. */
export function SetupPage() {
  const { t } = useT()
  const { code } = useSearch({ from: '/setup' })
  usePageTitle(t('office.setup.title'))
  const setup = useQuery({ queryKey: ['setup'], queryFn: () => unwrap(api.GET('/api/setup')) })
  if (setup.data?.needed === false) return <Navigate to="/" search={{}} />
  const known = code ?? setup.data?.code
  return (
    <Front wide>
      <Paper p={{ base: 'lg', sm: 'xl' }} radius="lg" shadow="md">
        {setup.isPending && <Loading />}
        {setup.isError && <Failed error={setup.error} onRetry={setup.refetch} />}
        {setup.data && (known ? <SetupForm code={known} /> : <NoCode />)}
      </Paper>
    </Front>
  )
}

function NoCode() {
  const { t } = useT()
  return (
    <Stack>
      <Title order={1}>{t('office.setup.title')}</Title>
      <Text>{t('office.setup.no_code')}</Text>
    </Stack>
  )
}

const emptyManager = { first_name: '', last_name: '', email: '', password: '' }

function SetupForm({ code }: { code: string }) {
  const { t, language } = useT()
  const navigate = useNavigate()
  const setSession = useSetSession()
  const form = useRef<HTMLFormElement>(null)
  const [name, setName] = useState('')
  const [timeZone, setTimeZone] = useState(() => Intl.DateTimeFormat().resolvedOptions().timeZone)
  const [currency, setCurrency] = useState('EUR')
  const [brands, setBrands] = useState<BrandEntry[]>([{ name: '', color: '#0f5965' }])
  const [manager, setManager] = useState(emptyManager)
  const currencies = useMemo(() => currencyOptions(language), [language])

  const send = useMutation({
    mutationFn: () => {
      const dealership = { name, language, time_zone: timeZone, currency }
      return unwrap(api.POST('/api/setup', { body: { code, dealership, brands, manager } }))
    },
    onSuccess: async session => {
      setSession(session)
      await navigate({ to: '/', search: {} })
    },
    onError: error => focusField(form.current, Object.keys(fieldErrors(error))),
  })
  const errors = fieldErrors(send.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (brokenRules(manager.password).length > 0) focusField(form.current, ['manager.password'])
    else send.mutate()
  }
  const field = (part: 'first_name' | 'last_name' | 'email') => ({
    name: `manager.${part}`,
    label: t(`office.field.${part}`),
    value: manager[part],
    error: errors[`manager.${part}`],
    required: true,
    onChange: (event: ChangeEvent<HTMLInputElement>) =>
      setManager({ ...manager, [part]: event.currentTarget.value }),
  })
  return (
    <form ref={form} onSubmit={submit}>
      <Stack gap="xl">
        <div>
          <Title order={1}>{t('office.setup.title')}</Title>
          <Text c="dimmed" mt={4}>
            {t('office.setup.lead')}
          </Text>
        </div>
        <Step title={t('office.setup.dealership')}>
          <TextInput
            name="dealership.name"
            label={t('office.dealership.field.name')}
            required
            autoFocus
            value={name}
            error={errors['dealership.name']}
            onChange={event => setName(event.currentTarget.value)}
          />
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <Select
              label={t('office.dealership.field.time_zone')}
              searchable
              limit={60}
              allowDeselect={false}
              data={timeZones(timeZone)}
              value={timeZone}
              error={errors['dealership.time_zone']}
              onChange={value => value && setTimeZone(value)}
            />
            <Select
              label={t('office.dealership.field.currency')}
              allowDeselect={false}
              data={currencies}
              value={currency}
              onChange={value => value && setCurrency(value)}
            />
          </SimpleGrid>
        </Step>
        <Step title={t('office.dealership.brands')}>
          <BrandsField brands={brands} errors={errors} onChange={setBrands} />
        </Step>
        <Step title={t('office.setup.manager')}>
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <TextInput autoComplete="given-name" {...field('first_name')} />
            <TextInput autoComplete="family-name" {...field('last_name')} />
          </SimpleGrid>
          <TextInput type="email" autoComplete="username" {...field('email')} />
          <NewPassword
            name="manager.password"
            label={t('office.field.password')}
            required
            value={manager.password}
            error={errors['manager.password']}
            onChange={event => setManager({ ...manager, password: event.currentTarget.value })}
          />
        </Step>
        <div role="alert">
          {send.isError && (
            <Alert color="red" icon={<IconAlertCircle aria-hidden />}>
              {problemText(send.error)}
            </Alert>
          )}
        </div>
        <Button type="submit" size="md" loading={send.isPending}>
          {t('office.setup.submit')}
        </Button>
      </Stack>
    </form>
  )
}

function Step({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <Title order={2} size="h3">
        {title}
      </Title>
      <Divider my="sm" />
      <Stack>{children}</Stack>
    </section>
  )
}
