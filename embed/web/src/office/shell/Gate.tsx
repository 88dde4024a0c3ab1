import { useQuery } from '@tanstack/react-query'
import { Navigate, Outlet } from '@tanstack/react-router'
import { useEffect } from 'react'
import { api, unwrap } from '../../shared/api/client'
import { useT } from '../../shared/i18n'
import { SignIn } from '../accounts/SignIn'
import { Header } from './Header'
import { LostNotice } from './LostNotice'
import { chooseLanguage } from './language'
import { useLiveEvents } from './live'
import classes from './Shell.module.css'
import { SessionContext, useSession, useSessionQuery } from './session'
import { Failed, Loading } from './states'

/** Lets in who is signed in; shows the sign-in to others, and the way to the setup on an empty box. */
export function Gate() {
  const session = useSessionQuery()
  const signedOut = session.data === null
  const setup = useQuery({
    queryKey: ['setup'],
    queryFn: () => unwrap(api.GET('/api/setup')),
    enabled: signedOut,
  })
  if (session.data) {
    return (
      <SessionContext value={session.data}>
        <Shell key={session.data.user.id} />
      </SessionContext>
    )
  }
  if (session.isError) return <Failed error={session.error} onRetry={session.refetch} />
  if (session.isPending || (signedOut && setup.isPending)) return <Loading />
  if (setup.data?.needed)
    return <Navigate to="/setup" search={setup.data.code ? { code: setup.data.code } : {}} />
  return <SignIn />
}

function Shell() {
  const { user } = useSession()
  const { t } = useT()
  useLiveEvents()
  useEffect(() => {
    void chooseLanguage(user.language)
  }, [user.language])
  return (
    <>
      <a className={classes.skip} href="#content">
        {t('office.shell.skip')}
      </a>
      <Header />
      <main id="content" tabIndex={-1} className={classes.main}>
        <Outlet />
      </main>
      <LostNotice />
    </>
  )
}
