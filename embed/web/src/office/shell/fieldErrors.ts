import { isProblem } from '../../shared/api/problem'

/** The texts of a refusal by the field they belong to: "body.customer.email" and "customer.email" are the same. */
export function fieldErrors(error: unknown): Record<string, string> {
  if (!isProblem(error)) return {}
  return Object.fromEntries(error.fields.map(field => [field.location.replace(/^body\./, ''), field.message]))
}

// A menu that was just pressed gives the focus back to its button first.
const afterMenus = 60

/** Brings the first field that was refused into view and puts the cursor there. */
export function focusField(form: ParentNode | null, names: readonly string[]): void {
  setTimeout(() => {
    const field = names.map(name => fieldNamed(form, name)).find(found => found !== null)
    field?.scrollIntoView({ block: 'center' })
    field?.focus({ preventScroll: true })
  }, afterMenus)
}

function fieldNamed(form: ParentNode | null, name: string): HTMLElement | null {
  const at = CSS.escape(name)
  const visible = ':not([type="hidden"])'
  return form?.querySelector<HTMLElement>(`[name="${at}"]${visible}, [data-field="${at}"]${visible}`) ?? null
}
