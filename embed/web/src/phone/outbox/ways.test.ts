// @vitest-environment node
import { beforeEach, expect, it } from 'vitest'
import { isProblem } from '../../shared/api/problem'
import { boxBy } from './box'
import { Ways } from './ways'

const names = ['https://fleetbox.local', 'https://192.168.1.30:8443']
/** Addresses at which somebody answers, and with which status. */
let answers: Map<string, number>
let asked: string[]
let now: number
beforeEach(() => {
  answers = new Map()
  asked = []
  now = 0
})

const get = (async (address: string, init: RequestInit = {}) => {
  asked.push(`${init.method ?? 'GET'} ${address}`)
  const origin = address.startsWith('/') ? '' : new URL(address).origin
  const status = answers.get(origin)
  if (status === undefined) throw new TypeError('Failed to fetch')
  return Response.json({ from: origin }, { status })
}) as typeof fetch
const box = (ways = new Ways(get, () => now)) =>
  boxBy({ token: 'token', language: 'en', origins: names }, ways, get)

it('stays at its own address while the box answers there', async () => {
  answers.set('', 200)
  await box().json('GET', '/api/colleagues')
  expect(asked).toEqual(['GET /api/colleagues'])
})

it('finds a box that has moved, and goes on asking it there', async () => {
  answers.set(names[1] ?? '', 200)
  const moved = box()
  expect(await moved.json('GET', '/api/colleagues')).toEqual({ from: names[1] })
  asked = []
  await moved.json('PATCH', '/api/interventions/1', {})
  expect(asked).toEqual([`PATCH ${names[1]}/api/interventions/1`])
})

it('does not send what changes something twice in one breath', async () => {
  answers.set(names[0] ?? '', 200)
  const moved = box()
  const first = await moved.json('POST', '/api/interventions', {}).catch(error => error)
  expect(isProblem(first) && first.unreachable).toBe(true)
  expect(asked.filter(line => line.startsWith('POST'))).toHaveLength(1)
  expect(await moved.json('POST', '/api/interventions', {})).toEqual({ from: names[0] })
})

it('does not take another box for its own: only an answer to the token counts', async () => {
  answers.set(names[0] ?? '', 401)
  const error = await box()
    .json('GET', '/api/colleagues')
    .catch(error => error)
  expect(isProblem(error) && error.unreachable).toBe(true)
})

it('comes back when the box does', async () => {
  answers.set(names[0] ?? '', 200)
  const moved = box()
  await moved.json('GET', '/api/colleagues')
  answers.clear()
  answers.set('', 200)
  now = 60_000
  expect(await moved.json('GET', '/api/colleagues')).toEqual({ from: '' })
})

it('does not knock at every door at each failure', async () => {
  const away = box()
  for (let tries = 0; tries < 5; tries++) await away.json('GET', '/api/colleagues').catch(() => {})
  expect(asked.filter(line => line.includes('https://'))).toHaveLength(names.length)
})
