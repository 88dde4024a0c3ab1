import { Button, Stack, Textarea } from '@mantine/core'
import { IconRestore } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { api, unwrap } from '../../../shared/api/client'
import type { Mode } from '../../../shared/api/types'
import { languageName, useT } from '../../../shared/i18n'
import { hasCustomer } from '../../../shared/modules'
import { useField, useFile, useReadOnly } from './context'
import { DraftArea } from './fields'
import { Section } from './Section'

/**
 * The message to the customer. As long as nobody has written one of their own it is the standard text, and follows
 * the customer's language.
 */
export function MessageSection() {
  const { t } = useT()
  const readOnly = useReadOnly()
  const { file } = useFile()
  const [module] = useField('module')
  const { shown, write, standard, error, language } = useMessage()
  const hint = hasCustomer(module) ? 'office.file.message.hint' : 'office.file.message.stock_hint'
  const offer = !readOnly && standard !== undefined && shown !== standard
  return (
    <Section
      title={t('office.file.message.title')}
      actions={
        offer && (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconRestore size={16} />}
            onClick={() => write(standard)}
          >
            {t('office.file.message.use_default')}
          </Button>
        )
      }
    >
      <Stack gap="sm">
        <Textarea
          autosize
          minRows={4}
          name="message"
          aria-label={t('office.file.message.title')}
          description={t(hint, { language: languageName(language || 'en') })}
          maxLength={10_000}
          value={shown}
          readOnly={readOnly}
          error={error}
          onChange={event => write(event.currentTarget.value)}
        />
        {file.mode === 'after_sales' && (
          <DraftArea
            field="works_done"
            label={t('office.file.message.works_done')}
            description={t('office.file.message.works_done_hint')}
            maxLength={10_000}
          />
        )}
      </Stack>
    </Section>
  )
}

function useMessage() {
  const { file, draft } = useFile()
  const readOnly = useReadOnly()
  const [language] = useField('customer.language')
  const [message, setMessage, error] = useField('message')
  const [emptied, setEmptied] = useState(false)
  const standard = useStandardMessage(file.mode, language)
  useFollowingLanguage(standard, message, setMessage, !readOnly)
  const stands = message === '' && !emptied && !readOnly
  useEffect(() => {
    draft.standardMessage = stands ? (standard ?? null) : null
  }, [draft, standard, stands])
  const write = (text: string) => {
    setEmptied(text === '')
    setMessage(text)
  }
  return { shown: stands ? (standard ?? '') : message, write, standard, error, language }
}

function useStandardMessage(mode: Mode, language: string): string | undefined {
  const query = useQuery({
    queryKey: ['default-message', mode, language],
    queryFn: () => unwrap(api.GET('/api/messages/default', { params: { query: { mode, language } } })),
    select: answer => answer.text,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return query.data
}

/** An untouched standard text changes along when the customer's language does. */
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
