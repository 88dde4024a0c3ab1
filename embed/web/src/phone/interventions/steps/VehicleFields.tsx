import type { ComponentProps } from 'react'
import type { Vehicle } from '../../../shared/api/types'
import { useT } from '../../../shared/i18n'
import { db } from '../../storage/open'
import { TextField } from '../../ui/Field'
import { Typed } from '../../ui/Typed'
import type { Draft } from '../draft'
import { changeDraft } from '../drafts'
import css from './Fields.module.css'

export const wholeVehicle = ['make', 'model', 'plate', 'mileage', 'vin', 'first_registration'] as const
/** What stands on the car in front of the technician. */
export const atHand = ['plate', 'mileage', 'vin'] as const

type Name = keyof Vehicle

const codes = { autoCapitalize: 'characters', spellCheck: false } as const
const inputs: Record<Name, ComponentProps<'input'>> = {
  plate: { ...codes, maxLength: 20 },
  vin: { ...codes, maxLength: 20 },
  make: { maxLength: 60 },
  model: { maxLength: 100 },
  mileage: { inputMode: 'numeric', maxLength: 9 },
  first_registration: { type: 'date' },
}

/** Fields of the vehicle, two in a row where they fit. */
export function VehicleFields({ draft, shown }: { draft: Draft; shown: readonly Name[] }) {
  const { t } = useT()
  const keep = (name: Name) => (text: string) =>
    changeDraft(db, draft.id, now => ({ vehicle: { ...now.vehicle, [name]: kept(name, text) } }))
  return (
    <div className={css.pairs}>
      {shown.map(name => (
        <div key={name} className={name === 'vin' ? css.whole : undefined}>
          <Typed value={String(draft.vehicle[name] ?? '')} keep={keep(name)}>
            {props => <TextField label={t(`phone.vehicle.${name}`)} {...inputs[name]} {...props} />}
          </Typed>
        </div>
      ))}
    </div>
  )
}

function kept(name: Name, text: string): string | number | null {
  if (name === 'first_registration') return text || null
  if (name !== 'mileage') return text
  const digits = text.replace(/\D/g, '').slice(0, 7)
  return digits === '' ? null : Number(digits)
}
