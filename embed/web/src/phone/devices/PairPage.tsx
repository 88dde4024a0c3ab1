import { IconQrcode } from '@tabler/icons-react'
import { Navigate, useNavigate, useSearch } from '@tanstack/react-router'
import { type FormEvent, lazy, Suspense, useEffect, useRef, useState } from 'react'
import { isProblem } from '../../shared/api/problem'
import { translate, useT } from '../../shared/i18n'
import { holdLock, pairingLock } from '../media/lock'
import { pump } from '../outbox/open'
import { useLive } from '../storage/live'
import { db } from '../storage/open'
import { Button } from '../ui/Button'
import { TextField } from '../ui/Field'
import { Notice } from '../ui/Notice'
import { BackButton, Screen } from '../ui/Screen'
import { isApple, pair, refresh } from './device'
import { useInstall } from './install'
import css from './PairPage.module.css'

const PairFinder = lazy(async () => ({ default: (await import('../scanning/PairFinder')).PairFinder }))
const InstallStep = lazy(async () => ({ default: (await import('./InstallStep')).InstallStep }))

type Step = 'ready' | 'scanning' | 'pairing' | 'loading' | 'paired'

/** Connects the phone with the box: by the code that the office shows, typed, scanned or brought by the QR's address. */
export function PairPage() {
  const { t, language } = useT()
  const { code: given } = useSearch({ from: '/pair' })
  const navigate = useNavigate()
  const pairing = useLive(async () => (await db.get('pairing')) ?? null)
  const [code, setCode] = useState(given ?? '')
  const [step, setStep] = useState<Step>('ready')
  const [trouble, setTrouble] = useState<string | null>(null)
  const tried = useRef(false)
  const how = useInstall()
  /** Whether this phone was connected before: then it knows where its app stands. */
  const again = useRef(false)

  const submit = async (wanted: string) => {
    if (wanted.trim() === '') return
    setTrouble(null)
    setStep('pairing')
    again.current = (await db.get('pairing')) !== undefined
    const release = await holdLock(pairingLock)
    try {
      await pair(db, wanted, language)
    } catch (error) {
      setTrouble(troubleText(error))
      setStep('ready')
      return
    } finally {
      release()
    }
    setStep('loading')
    // What does not arrive now comes later: the phone is paired all the same.
    await refresh(db).catch(() => {})
    await shellKept()
    pump.kick()
    setStep('paired')
  }

  // The QR's address brings the code along: nothing is left to type. Where this page is the wrong place for it,
  // the code stays good for the right one.
  useEffect(() => {
    if (!given || tried.current || browserKeepsApart()) return
    tried.current = true
    void submit(given)
  })

  const begin = () => void navigate({ to: '/', replace: true })
  if (step === 'paired')
    return how && !again.current ? (
      <Suspense>
        <InstallStep how={how} next={begin} />
      </Suspense>
    ) : (
      <Navigate to="/" replace />
    )
  if (step === 'scanning')
    return (
      <Suspense>
        <PairFinder
          found={scanned => {
            setCode(scanned)
            void submit(scanned)
          }}
          leave={() => setStep('ready')}
        />
      </Suspense>
    )
  return (
    <Screen
      title={pairing ? t('phone.pair.again') : 'FleetBox'}
      lead={pairing ? <BackButton onClick={() => void navigate({ to: '/' })} /> : null}
      dock={
        <form
          onSubmit={(event: FormEvent) => {
            event.preventDefault()
            void submit(code)
          }}
          style={{ display: 'grid', gap: '0.75rem' }}
        >
          <div className={css.code}>
            <TextField
              big
              label={t('phone.pair.code')}
              value={code}
              autoCapitalize="characters"
              spellCheck={false}
              enterKeyHint="go"
              disabled={step !== 'ready'}
              onChange={event => setCode(event.target.value)}
            />
          </div>
          <Button type="submit" look="primary" disabled={step !== 'ready' || code.trim() === ''}>
            {step === 'ready' ? t('phone.pair.action') : t(`phone.pair.${step}`)}
          </Button>
          {browserKeepsApart() ? null : (
            <Button disabled={step !== 'ready'} onClick={() => setStep('scanning')}>
              <IconQrcode size={26} aria-hidden />
              {t('phone.pair.scan')}
            </Button>
          )}
        </form>
      }
    >
      <div className={css.page}>
        <img src="/icon.svg" alt="" className={css.mark} />
        <p className={css.title}>{t('phone.pair.title')}</p>
        <p className={css.text}>{t('phone.pair.where')}</p>
        {pairing ? <Notice>{t('phone.pair.keeps')}</Notice> : null}
        {browserKeepsApart() ? (
          <Notice look="warn">
            <p>{t('phone.pair.home_first')}</p>
            {given ? (
              <p>
                {t('phone.pair.code')}: <strong className={css.given}>{given}</strong>
              </p>
            ) : null}
          </Notice>
        ) : null}
        {trouble ? <Notice look="bad">{trouble}</Notice> : null}
      </div>
    </Screen>
  )
}

function troubleText(error: unknown): string {
  if (isProblem(error) && error.detail) return error.detail
  return translate(
    isProblem(error) && error.unreachable ? 'phone.pair.unreachable' : 'common.error.unexpected',
  )
}

/** On iPhones the app on the home screen has a storage of its own: paired in Safari it would know nothing. */
function browserKeepsApart(): boolean {
  return isApple() && !matchMedia('(display-mode: standalone)').matches
}

/** Until the worker has kept the app it would not start without a network; a slow one is not waited for. */
async function shellKept(): Promise<void> {
  if (!navigator.serviceWorker || !import.meta.env.PROD) return
  await Promise.race([navigator.serviceWorker.ready, new Promise(resolve => setTimeout(resolve, 10_000))])
}
