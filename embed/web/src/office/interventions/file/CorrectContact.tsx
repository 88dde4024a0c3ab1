import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPencil } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useT } from '../../../shared/i18n'
import { Dialog } from '../../shell/Dialog'
import { fieldErrors } from '../../shell/fieldErrors'
import { say } from '../../shell/say'
import { useFile } from './context'
import { requests, useStoreFile } from './operations'

/** Mends a wrong e-mail or phone of a file that went out already: all else of it stays as it was sent. */
export function CorrectContact() {
  const { t } = useT()
  const [opened, { open, close }] = useDisclosure()
  return (
    <>
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconPencil size={16} />}
        aria-label={t('office.file.contact.title')}
        onClick={open}
      >
        {t('office.file.contact.button')}
      </Button>
      <Dialog opened={opened} onClose={close} title={t('office.file.contact.title')}>
        <ContactForm onClose={close} />
      </Dialog>
    </>
  )
}

function ContactForm({ onClose }: { onClose: () => void }) {
  const { t } = useT()
  const { file } = useFile()
  const store = useStoreFile()
  const [email, setEmail] = useState(file.customer.email)
  const [phone, setPhone] = useState(file.customer.phone)
  const changed = email.trim() !== file.customer.email || phone.trim() !== file.customer.phone
  const save = useMutation({
    mutationFn: () => requests.correctContact(file, { email: email.trim(), phone: phone.trim() }),
    onSuccess: corrected => {
      store(corrected)
      onClose()
    },
    onError: say.failed,
  })
  const errors = fieldErrors(save.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (changed) save.mutate()
    else onClose()
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <TextInput
          data-autofocus
          label={t('office.field.email')}
          type="email"
          inputMode="email"
          autoComplete="off"
          maxLength={254}
          value={email}
          error={errors['customer.email']}
          onChange={event => setEmail(event.currentTarget.value)}
        />
        <TextInput
          label={t('office.field.phone')}
          type="tel"
          inputMode="tel"
          autoComplete="off"
          maxLength={40}
          value={phone}
          error={errors['customer.phone']}
          onChange={event => setPhone(event.currentTarget.value)}
        />
        <Text size="sm" c="dimmed">
          {t('office.file.contact.text')}
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common.action.cancel')}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t('common.action.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
