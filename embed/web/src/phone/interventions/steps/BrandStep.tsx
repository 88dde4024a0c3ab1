import { IconCircleCheckFilled } from '@tabler/icons-react'
import { db } from '../../storage/open'
import { usePhone } from '../../ui/context'
import type { StepProps } from '../DraftPage'
import { changeDraft } from '../drafts'
import css from './choice.module.css'

/** The brand in whose look the customer will see the file. */
export function BrandStep({ draft, next, frame }: StepProps) {
  const { dealership } = usePhone().pairing
  const choose = async (brand: string) => {
    await changeDraft(db, draft.id, { brand })
    next()
  }
  return frame({
    children: (
      <div className={css.choices}>
        {dealership.brands.map(brand => (
          <button
            key={brand.id}
            type="button"
            className={css.choice}
            aria-pressed={draft.brand === brand.id}
            onClick={() => void choose(brand.id)}
          >
            <span className={css.swatch} style={{ background: brand.color }} />
            <span className={css.name}>{brand.name}</span>
            {draft.brand === brand.id ? <IconCircleCheckFilled size={30} aria-hidden /> : null}
          </button>
        ))}
      </div>
    ),
  })
}
