import { createRoot } from 'react-dom/client'
import '../shared/styles'
import { makeQueryClient } from '../shared/api/query'
import { matchLanguage, setupI18n } from '../shared/i18n'
import { Providers } from '../shared/ui/Providers'

const root = document.getElementById('root')
if (!root) throw new Error('the page has no #root')

await setupI18n(['common', 'office', 'problem'], matchLanguage(navigator.languages))
createRoot(root).render(
  <Providers queryClient={makeQueryClient()}>
    <p>FleetBox</p>
  </Providers>,
)
