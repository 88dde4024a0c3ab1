import { useMemo } from 'react'
import { useT } from '../../shared/i18n'

/** How a number field writes decimals in the user's language. */
export function useDecimal(): { decimalSeparator: string; thousandSeparator: string; hideControls: true } {
  const { language } = useT()
  return useMemo(() => {
    const parts = new Intl.NumberFormat(language === 'en' ? 'en-GB' : language).formatToParts(12_345.6)
    const of = (type: string) => parts.find(part => part.type === type)?.value ?? ''
    return { decimalSeparator: of('decimal'), thousandSeparator: of('group'), hideControls: true }
  }, [language])
}
