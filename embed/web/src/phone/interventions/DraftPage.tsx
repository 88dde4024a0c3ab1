import { IconArrowLeft, IconArrowRight, IconDots, IconX } from '@tabler/icons-react'
import { Navigate, useNavigate, useParams } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'
import { useT } from '../../shared/i18n'
import { useFetchLastVisit } from '../checklists/lastVisit'
import { DiscardSheet } from '../outbox/WaitingPage'
import { type DraftMedia, mediaOf } from '../storage/db'
import { useLive } from '../storage/live'
import { db } from '../storage/open'
import { Button } from '../ui/Button'
import { usePhone } from '../ui/context'
import { Row, Screen } from '../ui/Screen'
import { type Draft, neighbour, type Step, stepsFor } from './draft'
import { changeDraft } from './drafts'
import { Stepper } from './Stepper'
import { BrandStep } from './steps/BrandStep'
import { MediaStep } from './steps/MediaStep'
import { MessageStep } from './steps/MessageStep'
import { ModuleStep } from './steps/ModuleStep'
import { SummaryStep } from './steps/SummaryStep'
import { VehicleStep } from './steps/VehicleStep'
import { WorksStep } from './steps/WorksStep'

/** A file being filled in, one step at a time, in any order. */
export function DraftPage() {
  const { id, step } = useParams({ from: '/paired/draft/$id/$step' })
  const draft = useLive(async () => (await db.drafts.get(id)) ?? null, id)
  const media = useLive(() => mediaOf(db, id), id)
  if (draft === undefined || media === undefined) return null
  if (draft === null) return <Navigate to="/" replace />
  if (draft.state === 'finished') return <Navigate to="/waiting/$id" params={{ id }} replace />
  return <Steps draft={draft} media={media} step={step as Step} />
}

/** What every step is given. */
export interface StepProps {
  draft: Draft
  media: DraftMedia[]
  /** Leaves the step for another one. */
  go: (step: Step) => void
  next: () => void
  /** Lays out the step: its own actions stand above "back" and "next". */
  frame: Frame
}

export type Frame = (parts: {
  children: ReactNode
  dock?: ReactNode
  end?: ReactNode
  top?: ReactNode
  /** The step's own action comes before the next step. */
  quietNext?: boolean
}) => ReactNode

const pages: Record<Step, (props: StepProps) => ReactNode> = {
  module: ModuleStep,
  brand: BrandStep,
  vehicle: VehicleStep,
  works: WorksStep,
  media: MediaStep,
  message: MessageStep,
  summary: SummaryStep,
}

function Steps({ draft, media, step }: { draft: Draft; media: DraftMedia[]; step: Step }) {
  const { t } = useT()
  const navigate = useNavigate()
  const { dealership } = usePhone().pairing
  const [menu, setMenu] = useState(false)
  const steps = stepsFor(draft, dealership.brands.length)
  const shown = steps.includes(step) ? step : (steps[0] ?? 'module')

  useFetchLastVisit(draft)
  useEffect(() => {
    void changeDraft(db, draft.id, now => ({ step: shown, visited: [...new Set([...now.visited, shown])] }))
  }, [draft.id, shown])

  const go = (to: Step) => void navigate({ to: '/draft/$id/$step', params: { id: draft.id, step: to } })
  const next = neighbour(steps, shown, 1)
  const back = neighbour(steps, shown, -1)
  const frame: Frame = ({ children, dock, end, top, quietNext }) => (
    <Screen
      title={draft.reference}
      subtitle={t(`phone.step.${shown}`)}
      lead={
        <Button look="quiet" aria-label={t('phone.draft.leave')} onClick={() => void navigate({ to: '/' })}>
          <IconX size={28} />
        </Button>
      }
      tail={
        <Button look="quiet" aria-label={t('phone.draft.discard')} onClick={() => setMenu(true)}>
          <IconDots size={28} />
        </Button>
      }
      top={
        <>
          <Stepper steps={steps} draft={draft} shown={shown} go={go} />
          {top}
        </>
      }
      dock={
        <>
          {dock}
          <Row>
            {back ? (
              <Button aria-label={t('common.action.back')} onClick={() => go(back)}>
                <IconArrowLeft size={28} aria-hidden />
              </Button>
            ) : null}
            {end ??
              (next ? (
                <Button look={quietNext ? 'plain' : 'primary'} wide onClick={() => go(next)}>
                  {t('common.action.next')}
                  <IconArrowRight size={26} aria-hidden />
                </Button>
              ) : null)}
          </Row>
        </>
      }
    >
      {children}
    </Screen>
  )
  const Page = pages[shown]
  return (
    <>
      <Page draft={draft} media={media} go={go} next={() => next && go(next)} frame={frame} />
      {menu ? <DiscardSheet id={draft.id} onClose={() => setMenu(false)} /> : null}
    </>
  )
}
