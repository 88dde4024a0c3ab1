import { useMantineColorScheme } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { formatBytes, formatDateTime } from '../../shared/format'
import { languageName, languages, setLanguage, useT } from '../../shared/i18n'
import { changePreferences } from '../storage/db'
import { useLive } from '../storage/live'
import { db } from '../storage/open'
import { Button } from '../ui/Button'
import { useFormats, usePhone } from '../ui/context'
import { Facts } from '../ui/Facts'
import { SelectField } from '../ui/Field'
import { Notice } from '../ui/Notice'
import { Screen } from '../ui/Screen'
import { Segments } from '../ui/Segments'
import { Tabs } from '../ui/Tabs'
import { appVersion } from '../version'
import { useNewVersion, useWhole } from '../worker'
import { refresh } from './device'
import css from './SettingsPage.module.css'

/** What the phone is and to whom it belongs; language and colours. */
export function SettingsPage() {
  const { t, language } = useT()
  const { pairing, mode } = usePhone()
  const navigate = useNavigate()
  const formats = useFormats()
  const takeNew = useNewVersion()
  const whole = useWhole()
  const refreshedAt = useLive(() => db.get('refreshed_at'))
  const storage = useStorage()
  const { colorScheme, setColorScheme } = useMantineColorScheme()

  const { modes } = pairing.device
  const facts: [string, string][] = [
    [t('common.word.version'), appVersion],
    [t('phone.settings.identifier'), pairing.device.name],
    [t('phone.settings.dealership'), pairing.dealership.name],
    [t('phone.settings.mode'), t(`common.mode.${mode}`)],
    [t('phone.settings.storage'), storage ? formatBytes(language, storage.used) : '…'],
    [t('phone.settings.refreshed'), refreshedAt ? formatDateTime(formats, refreshedAt) : '–'],
  ]

  return (
    <Screen title={t('phone.tab.settings')} tabs={<Tabs />}>
      <div className={css.list}>
        {pairing.revoked ? <Notice look="bad">{t('phone.wait.revoked')}</Notice> : null}
        {takeNew ? (
          <Notice action={<Button onClick={takeNew}>{t('phone.settings.restart')}</Button>}>
            {t('phone.settings.new_version')}
          </Notice>
        ) : null}
        {whole ? null : <Notice look="warn">{t('phone.settings.not_whole')}</Notice>}
        {storage && !storage.persisted ? <Notice>{t('phone.settings.not_persisted')}</Notice> : null}
        {modes.length > 1 ? (
          <div className={css.mode}>
            <h2>{t('phone.settings.mode')}</h2>
            <Segments
              label={t('phone.settings.mode')}
              value={mode}
              choices={modes.map(value => ({ value, label: t(`common.mode.${value}`) }))}
              onChange={wanted => void changePreferences(db, { mode: wanted })}
            />
            <p>{t('phone.settings.mode_note')}</p>
          </div>
        ) : null}
        <SelectField
          label={t('common.word.language')}
          value={language}
          choices={languages.map(value => ({ value, label: languageName(value) }))}
          onChange={event => void chooseLanguage(event.target.value)}
        />
        <SelectField
          label={t('phone.settings.colours')}
          value={colorScheme}
          choices={(['auto', 'light', 'dark'] as const).map(value => ({
            value,
            label: t(`phone.settings.scheme.${value}`),
          }))}
          onChange={event => setColorScheme(event.target.value as 'auto' | 'light' | 'dark')}
        />
        <Facts facts={facts} />
        <Button onClick={() => void navigate({ to: '/pair' })}>{t('phone.pair.again')}</Button>
      </div>
    </Screen>
  )
}

async function chooseLanguage(language: string): Promise<void> {
  await changePreferences(db, { language })
  await setLanguage(language)
  await refresh(db).catch(() => {}) // checklists in the new language come when the box answers
}

function useStorage(): { used: number; persisted: boolean } | null {
  const [storage, setStorage] = useState<{ used: number; persisted: boolean } | null>(null)
  useEffect(() => {
    const look = async () => {
      const used = (await navigator.storage?.estimate?.())?.usage ?? 0
      setStorage({ used, persisted: (await navigator.storage?.persisted?.()) ?? false })
    }
    void look()
  }, [])
  return storage
}
