import { Select } from '@mantine/core'
import { IconLanguage } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { languageName, languages, useT } from '../../shared/i18n'
import classes from './Front.module.css'
import { chooseLanguage } from './language'

/** The frame of the pages before the sign-in: the name, one card, the choice of language. */
export function Front({ children, wide = false }: { children: ReactNode; wide?: boolean }) {
  const { t, language } = useT()
  return (
    <div className={classes.page}>
      <header className={classes.top}>
        <span className={classes.name}>
          <img src="/icon.svg" width={44} height={44} alt="" />
          FleetBox
        </span>
        <Select
          aria-label={t('common.word.language')}
          data={languages.map(value => ({ value, label: languageName(value) }))}
          value={language}
          onChange={value => value && void chooseLanguage(value)}
          allowDeselect={false}
          leftSection={<IconLanguage size={18} aria-hidden />}
          w={170}
        />
      </header>
      <main className={classes.main} data-wide={wide || undefined}>
        {children}
      </main>
    </div>
  )
}
