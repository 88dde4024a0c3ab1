import { isProblem } from '../../shared/api/problem'

/** The texts of a refusal by the field they belong to: "body.customer.email" and "customer.email" are the same. */
export function fieldErrors(error: unknown): Record<string, string> {
  if (!isProblem(error)) return {}
  return Object.fromEntries(error.fields.map(field => [field.location.replace(/^body\./, ''), field.message]))
}

/** Brings the first field that was refused into view and puts the cursor there. */
export function focusField(form: ParentNode | null, names: readonly string[]): void {
  for (const name of names) {
    const field = form?.querySelector<HTMLElement>(
      `[name="${CSS.escape(name)}"], [data-field="${CSS.escape(name)}"]`,
    )
    if (!field) continue
    field.scrollIntoView({ block: 'center' })
    field.focus({ preventScroll: true })
    return
  }
}
