import { isProblem } from './api/problem'
import { translate } from './i18n'

/** What to tell the user about an error: the box's own words, or ours when it could not be reached. */
export function problemText(error: unknown): string {
  if (!isProblem(error)) return translate('common.error.unexpected')
  if (error.detail) return error.detail
  return translate(error.unreachable ? 'common.error.unreachable' : 'common.error.unexpected')
}
