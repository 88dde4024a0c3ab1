import {
  IconBuildingStore,
  IconCamera,
  IconCar,
  IconCheck,
  IconChecklist,
  IconFlagCheck,
  IconMessage2,
  IconTool,
} from '@tabler/icons-react'
import { useT } from '../../shared/i18n'
import type { Draft, Step } from './draft'
import css from './Stepper.module.css'

const icons = {
  module: IconTool,
  brand: IconBuildingStore,
  vehicle: IconCar,
  works: IconChecklist,
  media: IconCamera,
  message: IconMessage2,
  summary: IconFlagCheck,
}

interface Props {
  steps: Step[]
  draft: Draft
  shown: Step
  go: (step: Step) => void
}

/** All steps at a glance; any of them may be opened at any time. */
export function Stepper({ steps, draft, shown, go }: Props) {
  const { t } = useT()
  return (
    <nav className={css.steps} aria-label={t('phone.step.all')}>
      {steps.map(step => {
        const Icon = icons[step]
        const done = isDone(draft, step) && step !== shown
        return (
          <button
            key={step}
            type="button"
            className={css.step}
            aria-current={step === shown ? 'step' : undefined}
            onClick={() => go(step)}
          >
            <Icon size={26} stroke={step === shown ? 2.25 : 1.75} aria-hidden />
            <span className="fb-spoken">{t(`phone.step.${step}`)}</span>
            {done ? (
              <span className={css.done}>
                <IconCheck size={14} stroke={3.5} aria-hidden />
                <span className="fb-spoken">{t('phone.step.done')}</span>
              </span>
            ) : null}
          </button>
        )
      })}
    </nav>
  )
}

function isDone(draft: Draft, step: Step): boolean {
  if (step === 'module') return draft.module !== null
  if (step === 'brand') return draft.brand !== null
  return draft.visited.includes(step)
}
