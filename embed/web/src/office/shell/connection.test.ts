import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Connection } from './connection'

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }))
afterEach(() => void vi.useRealTimers())

describe('the connection to the box', () => {
  it('says until when the screens are right once a break lasts', () => {
    const line = new Connection()
    line.heard()
    vi.advanceTimersByTime(5_000)
    line.broke()
    expect(line.lostSince()).toBeNull()
    vi.advanceTimersByTime(3_000)
    expect(line.lostSince()).toBe(1_000_000)
    line.broke()
    line.heard()
    expect(line.lostSince()).toBeNull()
  })

  it('keeps still about a break that is over at once', () => {
    const line = new Connection()
    const told = vi.fn()
    line.subscribe(told)
    line.heard()
    line.broke()
    vi.advanceTimersByTime(2_000)
    line.heard()
    vi.advanceTimersByTime(10_000)
    expect(told).not.toHaveBeenCalled()
  })

  it('notices a box that only falls silent, and has it asked anew', () => {
    const line = new Connection()
    const ask = vi.fn()
    line.onSilence = ask
    line.heard()
    vi.advanceTimersByTime(30_000)
    line.heard()
    vi.advanceTimersByTime(39_000)
    expect(ask).not.toHaveBeenCalled()
    vi.advanceTimersByTime(5_000)
    expect(ask).toHaveBeenCalledTimes(1)
    expect(line.lostSince()).toBe(1_030_000)
  })

  it('says nothing any more once nobody listens', () => {
    const line = new Connection()
    line.heard()
    line.broke()
    line.end()
    vi.advanceTimersByTime(60_000)
    expect(line.lostSince()).toBeNull()
  })
})
