import type { Amounts, Money, Totals, Urgency, WorkInput } from './api/types'

/*
 * The box computes and has the last word; this is the same rule, so that amounts follow while one types. A line is
 * computed on the side on which it was entered, with or without VAT, and rounded once to the minor unit, half away
 * from zero; the other side follows from it with the second and last rounding.
 */

export type PricedLine = Pick<
  WorkInput,
  'unit_price' | 'price_includes_vat' | 'vat_bp' | 'quantity' | 'discount'
>

const one = 1000n
const whole = 10_000n

/** The amounts of one line, or null when it has no price. */
export function lineAmounts(line: PricedLine): Amounts | null {
  if (line.unit_price === null) return null
  const value = discounted(line, BigInt(line.unit_price) * BigInt(line.quantity))
  const rate = BigInt(line.vat_bp)
  if (line.price_includes_vat) {
    const net = rounded(value * whole, whole + rate)
    return amounts(net, value - net)
  }
  return amounts(value, rounded(value * rate, whole))
}

function discounted(line: PricedLine, thousandfold: bigint): bigint {
  const discount = BigInt(line.discount.value)
  if (line.discount.kind === 'percent') return rounded(thousandfold * (whole - discount), one * whole)
  return rounded(thousandfold, one) - (line.discount.kind === 'amount' ? discount : 0n)
}

/** n / d to the nearest whole number, halves away from zero; d is positive. */
function rounded(n: bigint, d: bigint): bigint {
  return n < 0n ? -rounded(-n, d) : (n + d / 2n) / d
}

function amounts(net: bigint, vat: bigint): Amounts {
  return { net: Number(net), vat: Number(vat), gross: Number(net + vat) }
}

/** Whether the discount is more than the price; the box refuses such a line. */
export function discountTooLarge(line: PricedLine): boolean {
  if (line.discount.kind === 'percent') return line.discount.value > 10_000
  return line.discount.kind === 'amount' && (lineAmounts(line)?.gross ?? 0) < 0
}

/** Offered and OK lines cost nothing: only what is proposed counts. */
export function isProposed(urgency: Urgency): boolean {
  return urgency === 'advised' || urgency === 'urgent'
}

type CountedLine = PricedLine & { urgency: Urgency; decision?: string }

export function totalsOf(lines: readonly CountedLine[]): Totals {
  const proposed = lines.filter(line => isProposed(line.urgency))
  const byVat = new Map<number, { net: Money; vat: Money }>()
  const total = none()
  const accepted = none()
  for (const line of proposed) {
    const amounts = lineAmounts(line)
    if (!amounts) continue
    add(total, amounts)
    if (line.decision === 'accepted') add(accepted, amounts)
    const rate = byVat.get(line.vat_bp) ?? { net: 0, vat: 0 }
    byVat.set(line.vat_bp, { net: rate.net + amounts.net, vat: rate.vat + amounts.vat })
  }
  return {
    ...total,
    by_vat: [...byVat].map(([vat_bp, sums]) => ({ vat_bp, ...sums })),
    unpriced: proposed.filter(line => line.unit_price === null).length,
    accepted,
  }
}

function none(): Amounts {
  return { net: 0, vat: 0, gross: 0 }
}

function add(sum: Amounts, amounts: Amounts): void {
  sum.net += amounts.net
  sum.vat += amounts.vat
  sum.gross += amounts.gross
}
