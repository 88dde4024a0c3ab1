import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Navigate,
  Outlet,
} from '@tanstack/react-router'
import { modeOf } from './devices/mode'
import { PairPage } from './devices/PairPage'
import { SettingsPage } from './devices/SettingsPage'
import { StartPage } from './interventions/StartPage'
import { ImportProgress } from './media/ImportProgress'
import { useLive } from './storage/live'
import { db } from './storage/open'
import { PhoneProvider } from './ui/context'
import { TroublePage } from './ui/TroublePage'
import { Toasts } from './ui/toasts'

function Root() {
  return (
    <>
      <Outlet />
      <ImportProgress />
      <Toasts />
    </>
  )
}

/** Everything but pairing needs a pairing; a revoked one still opens what lies on the phone. */
function Paired() {
  const phone = useLive(async () => {
    const pairing = await db.get('pairing')
    return pairing ? { pairing, mode: modeOf(pairing, await db.get('preferences')) } : null
  })
  if (phone === undefined) return null
  if (phone === null) return <Navigate to="/pair" />
  return (
    <PhoneProvider {...phone}>
      <Outlet />
    </PhoneProvider>
  )
}

const root = createRootRoute({ component: Root, notFoundComponent: () => <Navigate to="/" /> })
const pair = createRoute({
  getParentRoute: () => root,
  path: '/pair',
  component: PairPage,
  validateSearch: (search: Record<string, unknown>): { code?: string } =>
    search.code === undefined ? {} : { code: String(search.code) },
})
const paired = createRoute({ getParentRoute: () => root, id: 'paired', component: Paired })
const start = createRoute({ getParentRoute: () => paired, path: '/', component: StartPage })
const list = createRoute({
  getParentRoute: () => paired,
  path: '/list',
  component: lazyRouteComponent(() => import('./interventions/ListPage'), 'ListPage'),
  validateSearch: (search: Record<string, unknown>): { q?: string } =>
    search.q === undefined ? {} : { q: String(search.q) },
})
const settings = createRoute({ getParentRoute: () => paired, path: '/settings', component: SettingsPage })
const draft = createRoute({
  getParentRoute: () => paired,
  path: '/draft/$id/$step',
  component: lazyRouteComponent(() => import('./interventions/DraftPage'), 'DraftPage'),
})
const camera = createRoute({
  getParentRoute: () => paired,
  path: '/camera/$id',
  component: lazyRouteComponent(() => import('./media/CameraPage'), 'CameraPage'),
  validateSearch: (search: Record<string, unknown>): { work?: string; internal?: boolean } => ({
    ...(typeof search.work === 'string' ? { work: search.work } : {}),
    ...(search.internal === true ? { internal: true } : {}),
  }),
})
const scan = createRoute({
  getParentRoute: () => paired,
  path: '/scan/$what',
  component: lazyRouteComponent(() => import('./scanning/ScanPage'), 'ScanPage'),
  params: {
    parse: ({ what }): { what: 'code' | 'plate' } => ({ what: what === 'plate' ? 'plate' : 'code' }),
  },
  validateSearch: (search: Record<string, unknown>): { aim: 'new' | 'list' } => ({
    aim: search.aim === 'list' ? 'list' : 'new',
  }),
})
const file = createRoute({
  getParentRoute: () => paired,
  path: '/file/$id',
  component: lazyRouteComponent(() => import('./interventions/FilePage'), 'FilePage'),
})
const waiting = createRoute({
  getParentRoute: () => paired,
  path: '/waiting/$id',
  component: lazyRouteComponent(() => import('./outbox/WaitingPage'), 'WaitingPage'),
})

export const router = createRouter({
  routeTree: root.addChildren([
    pair,
    paired.addChildren([start, list, settings, draft, camera, scan, file, waiting]),
  ]),
  basepath: '/phone',
  defaultPendingMinMs: 0,
  defaultErrorComponent: TroublePage,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
