import { Button, Stack } from '@mantine/core'
import { IconRestore } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { api, unwrap } from '../../../shared/api/client'
import { languageName, useT } from '../../../shared/i18n'
import { useField, useFile, useReadOnly } from './context'
import { DraftArea } from './fields'
import { Section } from './Section'

/**
 * The message to the customer. As long as nobody has written one of their own it is the default text, and follows
 * the customer's language.
 */
export function MessageSection() {
  const { t } = useT()
  const { file } = useFile()
  const readOnly = useReadOnly()
  const [language] = useField('customer.language')
  const [message, setMessage] = useField('message')
  const standard = useDefaultMessage(file.mode, language)
  useFollowingLanguage(standard, message, setMessage, !readOnly)
  const offer = !readOnly && standard !== undefined && message !== standard
  return (
    <Section
      title={t('office.file.message.title')}
      actions={
        offer && (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconRestore size={16} />}
            onClick={() => setMessage(standard)}
          >
            {t('office.file.message.use_default')}
          </Button>
        )
      }
    >
      <Stack gap="sm">
        <DraftArea
          field="message"
          aria-label={t('office.file.message.title')}
          description={t('office.file.message.hint', { language: languageName(language || 'en') })}
          minRows={4}
          maxLength={10_000}
        />
        <DraftArea
          field="works_done"
          label={t('office.file.message.works_done')}
          description={t('office.file.message.works_done_hint')}
          maxLength={10_000}
        />
      </Stack>
    </Section>
  )
}

function useDefaultMessage(mode: 'after_sales' | 'sales', language: string): string | undefined {
  const query = useQuery({
    queryKey: ['default-message', mode, language],
    queryFn: () => unwrap(api.GET('/api/messages/default', { params: { query: { mode, language } } })),
    select: answer => answer.text,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return query.data
}

/** An untouched default text changes along when the customer's language does. */
function useFollowingLanguage(
  standard: string | undefined,
  message: string,
  setMessage: (message: string) => void,
  enabled: boolean,
): void {
  const before = useRef<string | undefined>(undefined)
  useEffect(() => {
    if (!standard) return
    const untouched = before.current !== undefined && message === before.current
    if (enabled && untouched && standard !== before.current) setMessage(standard)
    before.current = standard
  }, [standard, message, setMessage, enabled])
}
