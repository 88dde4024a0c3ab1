import { Alert, Button, Group, Paper, SimpleGrid, Stack, Title } from '@mantine/core'
import { IconAlertCircle } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useRef, useState } from 'react'
import { api, unwrap } from '../../shared/api/client'
import { isProblem } from '../../shared/api/problem'
import type { Dealership } from '../../shared/api/types'
import { useT } from '../../shared/i18n'
import { fieldErrors, focusField } from '../shell/fieldErrors'
import { NotAllowed } from '../shell/NotAllowed'
import { PageHead } from '../shell/PageHead'
import { say } from '../shell/say'
import { sessionKey, useRight } from '../shell/session'
import { Failed, Loading } from '../shell/states'
import { BrandsField } from './BrandsField'
import { AddressFields, LimitFields, RegionFields, SalesFields } from './fields'
import { VatRatesField } from './VatRatesField'

export interface SectionProps {
  value: Dealership
  errors: Record<string, string>
  onChange: (part: Partial<Dealership>) => void
}

export function DealershipPage() {
  const allowed = useRight('dealership.manage')
  const dealership = useQuery({
    queryKey: ['dealership'],
    queryFn: () => unwrap(api.GET('/api/dealership')),
    enabled: allowed,
  })
  if (!allowed) return <NotAllowed />
  if (dealership.isError) return <Failed error={dealership.error} onRetry={dealership.refetch} />
  if (!dealership.data) return <Loading />
  return <DealershipForm saved={dealership.data} />
}

function DealershipForm({ saved }: { saved: Dealership }) {
  const { t } = useT()
  const queryClient = useQueryClient()
  const form = useRef<HTMLFormElement>(null)
  // What was typed stays on the screen when a colleague saves something else meanwhile.
  const [value, setValue] = useState(saved)
  const [clean, setClean] = useState(true)
  const shown = clean ? saved : value
  const change = (part: Partial<Dealership>) => {
    setValue({ ...shown, ...part })
    setClean(false)
  }
  const save = useMutation({
    mutationFn: () => unwrap(api.PUT('/api/dealership', { body: shown })),
    onSuccess: async answer => {
      queryClient.setQueryData(['dealership'], answer)
      setClean(true)
      say.done(t('office.say.saved'))
      await queryClient.invalidateQueries({ queryKey: sessionKey })
    },
    onError: error => {
      say.failed(error)
      focusField(form.current, Object.keys(fieldErrors(error)))
    },
  })
  const errors = fieldErrors(save.error)
  const takeTheirs = () => {
    setClean(true)
    save.reset()
    void queryClient.invalidateQueries({ queryKey: ['dealership'] })
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  const section = { value: shown, errors, onChange: change }
  return (
    <form ref={form} onSubmit={submit} noValidate>
      <PageHead
        title={t('office.dealership.title')}
        lead={t('office.dealership.lead')}
        actions={
          <Button type="submit" loading={save.isPending} disabled={clean}>
            {t('common.action.save')}
          </Button>
        }
      />
      {isProblem(save.error, 'changed_meanwhile') && (
        <Alert color="amber" mb="lg" icon={<IconAlertCircle aria-hidden />} title={save.error.detail}>
          <Button mt="xs" size="compact-sm" variant="light" onClick={takeTheirs}>
            {t('office.dealership.take_theirs')}
          </Button>
        </Alert>
      )}
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg" style={{ alignItems: 'start' }}>
        <Stack gap="lg">
          <Section title={t('office.dealership.address')}>
            <AddressFields {...section} />
          </Section>
          <Section title={t('office.dealership.limits')}>
            <LimitFields {...section} />
          </Section>
          <Section title={t('office.dealership.sales')}>
            <SalesFields {...section} />
          </Section>
        </Stack>
        <Stack gap="lg">
          <Section title={t('office.dealership.brands')}>
            <BrandsField
              brands={shown.brands}
              errors={errors}
              onChange={brands => change({ brands: brands.map(brand => ({ id: '', ...brand })) })}
            />
          </Section>
          <Section title={t('office.dealership.region')}>
            <RegionFields {...section} />
            <VatRatesField {...section} />
          </Section>
        </Stack>
      </SimpleGrid>
      <Group justify="flex-end" mt="lg">
        <Button type="submit" loading={save.isPending} disabled={clean}>
          {t('common.action.save')}
        </Button>
      </Group>
    </form>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Paper withBorder p="lg" component="section" aria-label={title}>
      <Title order={2} mb="md">
        {title}
      </Title>
      <Stack>{children}</Stack>
    </Paper>
  )
}
