import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from '@tanstack/react-router'
import type { Mode } from '../shared/api/types'
import { Dashboard } from './interventions/dashboard/Dashboard'
import { Gate } from './shell/Gate'
import { NotFound } from './shell/NotFound'
import { Loading } from './shell/states'

const root = createRootRoute({ component: Outlet, notFoundComponent: Nowhere })

function Nowhere() {
  return (
    <main>
      <NotFound />
    </main>
  )
}

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  validateSearch: (search: Record<string, unknown>): { code?: string } =>
    typeof search.code === 'string' ? { code: search.code } : {},
  component: lazyRouteComponent(() => import('./setup/SetupPage'), 'SetupPage'),
})

const office = createRoute({ getParentRoute: () => root, id: 'office', component: Gate })

export interface DashboardSearch {
  mode?: Mode
  q?: string
}

const dashboard = createRoute({
  getParentRoute: () => office,
  path: '/',
  validateSearch: ({ mode, q }: Record<string, unknown>): DashboardSearch => ({
    ...((mode === 'after_sales' || mode === 'sales') && { mode }),
    ...(typeof q === 'string' && q && { q }),
  }),
  component: Dashboard,
})

const file = createRoute({
  getParentRoute: () => office,
  path: '/interventions/$id',
  component: lazyRouteComponent(() => import('./interventions/file/FilePage'), 'FilePage'),
})

const profile = createRoute({
  getParentRoute: () => office,
  path: '/profile',
  component: lazyRouteComponent(() => import('./accounts/ProfilePage'), 'ProfilePage'),
})

const users = createRoute({
  getParentRoute: () => office,
  path: '/users',
  component: lazyRouteComponent(() => import('./accounts/UsersPage'), 'UsersPage'),
})

const devices = createRoute({
  getParentRoute: () => office,
  path: '/devices',
  component: lazyRouteComponent(() => import('./devices/DevicesPage'), 'DevicesPage'),
})

const dealership = createRoute({
  getParentRoute: () => office,
  path: '/dealership',
  component: lazyRouteComponent(() => import('./dealership/DealershipPage'), 'DealershipPage'),
})

const help = createRoute({
  getParentRoute: () => office,
  path: '/help',
  component: lazyRouteComponent(() => import('./help/HelpPage'), 'HelpPage'),
})

export const router = createRouter({
  routeTree: root.addChildren([
    setup,
    office.addChildren([dashboard, file, profile, users, devices, dealership, help]),
  ]),
  defaultPreload: 'intent',
  defaultPendingComponent: Loading,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
