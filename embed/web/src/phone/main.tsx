import { MantineProvider } from '@mantine/core'
import { RouterProvider } from '@tanstack/react-router'
import { createRoot } from 'react-dom/client'
import './styles'
import { colourScheme } from '../shared/colours'
import { matchLanguage, setupI18n } from '../shared/i18n'
import { cssVariablesResolver, theme } from '../shared/theme'
import { keepFresh } from './devices/fresh'
import { watchInstall } from './devices/install'
import { pictureRecovered, recoverRecordings } from './media/recover'
import { pump } from './outbox/open'
import { router } from './routes'
import { changePreferences, sweep } from './storage/db'
import { askToLast } from './storage/lasting'
import { db } from './storage/open'
import { tellWhenNotKept } from './ui/refusals'
import { TroublePage } from './ui/TroublePage'
import { registerWorker } from './worker'

const root = document.getElementById('root')
if (!root) throw new Error('the page has no #root')

registerWorker()
watchInstall()
tellWhenNotKept()
/** What keeps the storage from opening: without it the app can do no more than say so. */
const trouble = await db.open().then(
  () => null,
  (error: unknown) => error,
)
await setupI18n(['common', 'phone', 'media'], await languageOfApp())

/** The language chosen in the settings; before that the phone's own, kept for the checklists to follow. */
async function languageOfApp(): Promise<string> {
  const language = matchLanguage(navigator.languages)
  if (trouble) return language
  const preferences = await db.get('preferences')
  if (preferences?.language) return matchLanguage([preferences.language])
  // A full storage does not keep the app from opening: what lies in it can still be sent.
  await changePreferences(db, { language }).catch(() => {})
  return language
}

createRoot(root).render(
  <MantineProvider
    theme={theme}
    cssVariablesResolver={cssVariablesResolver}
    colorSchemeManager={colourScheme}
    defaultColorScheme="auto"
  >
    {trouble ? <TroublePage error={trouble} /> : <RouterProvider router={router} />}
  </MantineProvider>,
)

if (!trouble) beginWork()

function beginWork(): void {
  void askToLast()
  pump.start()
  keepFresh(db)
  void sweep(db)
    .then(() => recoverRecordings(db))
    .then(() => pictureRecovered(db))
}
