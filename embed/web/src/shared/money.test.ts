// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { Urgency } from './api/types'
import { discountTooLarge, lineAmounts, type PricedLine, totalsOf } from './money'

const line = (extra: Partial<PricedLine>): PricedLine => ({
  unit_price: 10_000,
  price_includes_vat: false,
  vat_bp: 2000,
  quantity: 1000,
  discount: { kind: 'none', value: 0 },
  ...extra,
})

describe('lineAmounts', () => {
  it.each<[string, Partial<PricedLine>, [number, number, number]]>([
    ['a price without VAT', {}, [10_000, 2_000, 12_000]],
    ['a price with VAT', { price_includes_vat: true }, [8_333, 1_667, 10_000]],
    ['half a cent goes up', { unit_price: 5, quantity: 500, vat_bp: 0 }, [3, 0, 3]],
    ['quantity in thousandths', { unit_price: 1_299, quantity: 4_250 }, [5_521, 1_104, 6_625]],
    ['a discount as amount', { discount: { kind: 'amount', value: 1_500 } }, [8_500, 1_700, 10_200]],
    ['a discount in percent', { discount: { kind: 'percent', value: 1_250 } }, [8_750, 1_750, 10_500]],
    ['a discount of all', { discount: { kind: 'percent', value: 10_000 } }, [0, 0, 0]],
    ['no VAT', { vat_bp: 0, price_includes_vat: true }, [10_000, 0, 10_000]],
    ['a price of zero', { unit_price: 0 }, [0, 0, 0]],
  ])('%s', (_, extra, [net, vat, gross]) => {
    expect(lineAmounts(line(extra))).toEqual({ net, vat, gross })
  })

  it('has no amounts without a price', () => {
    expect(lineAmounts(line({ unit_price: null }))).toBeNull()
  })

  it('holds for any line: the parts add up, and none strays by more than its two roundings', () => {
    const random = generator(7)
    for (let round = 0; round < 5_000; round++) {
      const sample = line({
        unit_price: random(1_000_000),
        price_includes_vat: random(2) === 0,
        vat_bp: random(2_700),
        quantity: random(20_000),
        discount: { kind: 'percent', value: random(10_001) },
      })
      const amounts = lineAmounts(sample)
      if (!amounts) throw new Error('priced')
      expect(amounts.net + amounts.vat).toBe(amounts.gross)
      const exact = ((sample.unit_price ?? 0) * sample.quantity * (10_000 - sample.discount.value)) / 1e7
      const rate = 1 + sample.vat_bp / 10_000
      expect(Math.abs(amounts.net - (sample.price_includes_vat ? exact / rate : exact))).toBeLessThan(
        sample.price_includes_vat ? 1 : 0.501,
      )
      expect(Math.abs(amounts.gross - (sample.price_includes_vat ? exact : exact * rate))).toBeLessThan(
        sample.price_includes_vat ? 0.501 : 1.2,
      )
    }
  })

  it('knows a discount that the box would refuse', () => {
    expect(discountTooLarge(line({ discount: { kind: 'amount', value: 10_000 } }))).toBe(false)
    expect(discountTooLarge(line({ discount: { kind: 'amount', value: 10_001 } }))).toBe(true)
    expect(discountTooLarge(line({ discount: { kind: 'percent', value: 10_001 } }))).toBe(true)
    expect(discountTooLarge(line({ unit_price: null, discount: { kind: 'amount', value: 5 } }))).toBe(false)
  })

  it('stays exact beyond what a float can hold', () => {
    const huge = line({ unit_price: 999_999_999, quantity: 9_999_999, vat_bp: 0 })
    expect(lineAmounts(huge)?.net).toBe(Number((999_999_999n * 9_999_999n + 500n) / 1000n))
  })
})

describe('totalsOf', () => {
  const work = (urgency: Urgency, extra: Partial<PricedLine> = {}, decision = 'none') => ({
    ...line(extra),
    urgency,
    decision,
  })

  it('counts what is proposed, not what is OK or offered', () => {
    const totals = totalsOf([work('ok'), work('offered'), work('advised'), work('urgent')])
    expect(totals).toMatchObject({ net: 20_000, vat: 4_000, gross: 24_000, unpriced: 0 })
  })

  it('is the sum of its lines, in whatever order they stand', () => {
    const random = generator(11)
    for (let round = 0; round < 300; round++) {
      const works = Array.from({ length: random(12) }, () =>
        work('advised', {
          unit_price: random(99_999),
          vat_bp: [0, 550, 2_000][random(3)],
          quantity: random(9_000),
        }),
      )
      const totals = totalsOf(works)
      const { by_vat: _, ...turned } = totalsOf([...works].reverse())
      expect(totals).toMatchObject(turned)
      expect(totals.by_vat.reduce((sum, rate) => sum + rate.net, 0)).toBe(totals.net)
      expect(totals.by_vat.reduce((sum, rate) => sum + rate.vat, 0)).toBe(totals.vat)
      expect(totals.net + totals.vat).toBe(totals.gross)
    }
  })

  it('tells how many works lack a price, and what was accepted', () => {
    const totals = totalsOf([
      work('urgent', { unit_price: null }),
      work('advised', {}, 'accepted'),
      work('advised'),
    ])
    expect(totals.unpriced).toBe(1)
    expect(totals.accepted).toEqual({ net: 10_000, vat: 2_000, gross: 12_000 })
  })
})

/** The same numbers each run, below the given limit. */
function generator(seed: number) {
  let state = seed
  return (limit: number) => {
    state = (state * 48_271) % 2_147_483_647
    return state % limit
  }
}
