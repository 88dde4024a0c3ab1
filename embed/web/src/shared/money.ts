import type { Amounts, Money, Totals, Urgency, WorkInput } from './api/types'

/*
 * The box computes and has the last word; this is the same rule, so that amounts follow while one types.
 * A line is unit price × quantity − discount in the price's own basis, never below zero. From that exact value
 * the net and the gross amount are each rounded once, half away from zero; the VAT is their difference.
 */

export type PricedLine = Pick<
  WorkInput,
  'unit_price' | 'price_includes_vat' | 'vat_bp' | 'quantity' | 'discount'
>

const thousandths = 1000n
const whole = 10_000n

/** a / b to the nearest whole number, half away from zero. */
function divided(a: bigint, b: bigint): number {
  const negative = a < 0n
  const magnitude = negative ? -a : a
  const quotient = (2n * magnitude + b) / (2n * b)
  return Number(negative ? -quotient : quotient)
}

/** The amounts of one line, or null when it has no price. */
export function lineAmounts(line: PricedLine): Amounts | null {
  if (line.unit_price === null) return null
  const [value, unit] = discounted(line, BigInt(line.unit_price) * BigInt(line.quantity))
  const rate = whole + BigInt(line.vat_bp)
  const net = line.price_includes_vat ? divided(value * whole, unit * rate) : divided(value, unit)
  const gross = line.price_includes_vat ? divided(value, unit) : divided(value * rate, unit * whole)
  return { net, vat: gross - net, gross }
}

/** The exact value after the discount, as numerator and denominator in minor units. */
function discounted(line: PricedLine, thousandfold: bigint): [bigint, bigint] {
  const discount = BigInt(line.discount.value)
  if (line.discount.kind === 'amount')
    return [notNegative(thousandfold - discount * thousandths), thousandths]
  if (line.discount.kind === 'percent') {
    return [thousandfold * notNegative(whole - discount), thousandths * whole]
  }
  return [thousandfold, thousandths]
}

function notNegative(value: bigint): bigint {
  return value < 0n ? 0n : value
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
    by_vat: [...byVat].sort(([a], [b]) => b - a).map(([vat_bp, sums]) => ({ vat_bp, ...sums })),
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
