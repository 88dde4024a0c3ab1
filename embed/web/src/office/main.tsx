import { RouterProvider } from '@tanstack/react-router'
import { createRoot } from 'react-dom/client'
import '../shared/styles'
import { isProblem } from '../shared/api/problem'
import { makeQueryClient } from '../shared/api/query'
import { setupI18n } from '../shared/i18n'
import { Providers } from '../shared/ui/Providers'
import { router } from './router'
import { firstLanguage } from './shell/language'
import { sessionKey } from './shell/session'

const root = document.getElementById('root')
if (!root) throw new Error('the page has no #root')

const queryClient = makeQueryClient(error => {
  if (isProblem(error) && error.status === 401) queryClient.setQueryData(sessionKey, null)
})

await setupI18n(['common', 'office', 'problem', 'media', 'mail'], firstLanguage())
createRoot(root).render(
  <Providers queryClient={queryClient}>
    <RouterProvider router={router} />
  </Providers>,
)
