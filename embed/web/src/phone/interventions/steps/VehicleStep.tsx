import type { StepProps } from '../DraftPage'
import css from './SummaryStep.module.css'
import { VehicleFields, wholeVehicle } from './VehicleFields'

/** The car that a UC stock file shows; a file about a theme leaves it empty. */
export function VehicleStep({ draft, frame }: StepProps) {
  return frame({
    children: (
      <div className={css.summary}>
        <VehicleFields draft={draft} shown={wholeVehicle} />
      </div>
    ),
  })
}
