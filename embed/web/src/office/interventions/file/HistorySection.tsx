import { Button, Text } from '@mantine/core'
import { useState } from 'react'
import type { HistoryEntry } from '../../../shared/api/types'
import { type Formats, formatDateTime, formatMoney } from '../../../shared/format'
import { type Translate, translateOr, useT } from '../../../shared/i18n'
import { useFormats } from '../../shell/session'
import { useFile } from './context'
import classes from './History.module.css'
import { Section } from './Section'

const shownAtFirst = 8

/** Who did what, the newest first. */
export function HistorySection() {
  const { t } = useT()
  const { file } = useFile()
  const formats = { ...useFormats(), currency: file.currency }
  const [all, setAll] = useState(false)
  const entries = [...file.history].sort((a, b) => b.at.localeCompare(a.at))
  const shown = all ? entries : entries.slice(0, shownAtFirst)
  return (
    <Section title={t('office.file.history')}>
      <ol className={classes.list}>
        {shown.map(entry => (
          <li key={entry.id} className={classes.entry} data-actor={entry.actor.kind}>
            <Text>{historyText(t, formats, entry)}</Text>
            <Text size="sm" c="dimmed">
              {entry.actor.kind !== 'system' && `${entry.actor.name} · `}
              <time dateTime={entry.at}>{formatDateTime(formats, entry.at)}</time>
            </Text>
          </li>
        ))}
      </ol>
      {entries.length > shown.length && (
        <Button variant="subtle" size="compact-sm" mt="xs" onClick={() => setAll(true)}>
          {t('office.file.history_all', { count: entries.length - shown.length })}
        </Button>
      )}
    </Section>
  )
}

/** One line in the user's language, made from the kind and the data of the entry. */
export function historyText(t: Translate, formats: Formats, { kind, data }: HistoryEntry): string {
  const values = {
    recipient: String(data.recipient ?? ''),
    from: String(data.from ?? ''),
    name: String(data.name ?? ''),
    accepted: Number(data.accepted ?? 0),
    refused: Number(data.refused ?? 0),
    amount: formatMoney(formats, Number(data.amount ?? 0)),
    reply: data.reply ? translateOr(`common.reply.${data.reply}`, '') : '',
    reason: data.reason ? translateOr(`mail.reason.${data.reason}`, '') : '',
    fields: fieldNames(t, data.fields),
    changes: contactChanges(t, data),
    media: typeof data.kind === 'string' ? translateOr(`office.history_media.${data.kind}`, '') : '',
  }
  return translateOr(`office.history.${kind}`, kind, values)
}

function contactChanges(t: Translate, data: HistoryEntry['data']): string {
  return (['email', 'phone'] as const)
    .flatMap(field => {
      const change = data[field] as { from: string; to: string } | undefined
      if (!change) return []
      const { from, to } = change
      return [`${t(`office.history_field.${field}`)} ${[from, to].map(value => value || '–').join(' → ')}`]
    })
    .join(', ')
}

function fieldNames(t: Translate, fields: unknown): string {
  if (!Array.isArray(fields)) return t('office.history_field.other_details')
  return fields.map(field => translateOr(`office.history_field.${field}`, String(field))).join(', ')
}
