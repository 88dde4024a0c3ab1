// @vitest-environment node
import { expect, it } from 'vitest'
import { brokenRules } from './password'

it.each<[string, string[]]>([
  ['', ['length', 'capital', 'digit', 'special']],
  ['Werkstatt-7', []],
  ['Ölwechsel#2026', []],
  ['werkstatt-7', ['capital']],
  ['Werkstatt 77', ['special']],
  ['Werkstatt-x', ['digit']],
  ['Kurz-7', ['length']],
])('%s breaks %j', (password, broken) => {
  expect(brokenRules(password)).toEqual(broken)
})
