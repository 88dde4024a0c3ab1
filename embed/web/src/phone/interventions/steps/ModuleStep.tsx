import { IconCircleCheckFilled } from '@tabler/icons-react'
import type { Module } from '../../../shared/api/types'
import { useT } from '../../../shared/i18n'
import { modulesOf } from '../../../shared/modules'
import { db } from '../../storage/open'
import { classes } from '../../ui/classes'
import { usePhone } from '../../ui/context'
import { ModuleIcon } from '../../ui/ModuleIcon'
import { say } from '../../ui/toasts'
import type { StepProps } from '../DraftPage'
import { stepsFor, withModule, withModuleBack } from '../draft'
import { changeDraft } from '../drafts'
import css from './choice.module.css'

/** What the file is about. */
export function ModuleStep({ draft, go, frame }: StepProps) {
  const { t } = useT()
  const { dealership } = usePhone().pairing
  const choose = async (module: Module) => {
    const change = withModule(draft, module)
    const removed = draft.works.filter(work => change.works?.includes(work) === false)
    await changeDraft(db, draft.id, change)
    if (removed.length > 0) {
      const undo = () => changeDraft(db, draft.id, now => withModuleBack(now, draft, removed))
      say(t('phone.module.lines_gone', { count: removed.length }), () => void undo())
    }
    const steps = stepsFor({ mode: draft.mode, module }, dealership.brands.length)
    go(steps[1] ?? 'media')
  }
  return frame({
    children: (
      <div className={css.choices}>
        {modulesOf[draft.mode].map(module => (
          <button
            key={module}
            type="button"
            className={classes(css.choice, css.tall)}
            aria-pressed={draft.module === module}
            onClick={() => void choose(module)}
          >
            <span className={css.tile}>
              <ModuleIcon module={module} size={34} />
            </span>
            <span>
              <span className={css.name}>{t(`common.module.${module}`)}</span>
              <span className={css.more}>{t(`phone.module.${module}`)}</span>
            </span>
            {draft.module === module ? <IconCircleCheckFilled size={30} aria-hidden /> : null}
          </button>
        ))}
      </div>
    ),
  })
}
