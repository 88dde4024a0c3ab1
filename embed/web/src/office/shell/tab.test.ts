import { beforeEach, describe, expect, it } from 'vitest'
import { keepFilters, keptFilters, noFilters } from '../interventions/dashboard/filters'
import { Draft } from '../interventions/file/draft'
import { sampleFile } from '../interventions/file/sample'
import { claimTab, clearTab, hasUnsaved } from './tab'

const file = sampleFile()
const typed = () => new Draft(file, sessionStorage).mine.form.message

/** An advisor has typed into a file and filtered the list. */
beforeEach(() => {
  sessionStorage.clear()
  claimTab(sessionStorage, 'ines')
  new Draft(file, sessionStorage).set('message', 'Call me before noon')
  keepFilters(sessionStorage, { ...noFilters, mine: true })
  sessionStorage.setItem('of-another-app', 'stays')
})

describe('what a tab keeps', () => {
  it('is there again for the same user, also when the session had ended meanwhile', () => {
    claimTab(sessionStorage, 'ines')
    expect(typed()).toBe('Call me before noon')
    expect(keptFilters(sessionStorage).mine).toBe(true)
    expect(hasUnsaved(sessionStorage)).toBe(true)
  })

  it('becomes the user’s when nobody had claimed the tab yet', () => {
    sessionStorage.removeItem('fleetbox-user')
    claimTab(sessionStorage, 'ines')
    expect(typed()).toBe('Call me before noon')
    claimTab(sessionStorage, 'paul')
    expect(typed()).toBe('')
  })

  it('is gone for the next user', () => {
    claimTab(sessionStorage, 'paul')
    expect(typed()).toBe('')
    expect(keptFilters(sessionStorage)).toEqual(noFilters)
    expect(hasUnsaved(sessionStorage)).toBe(false)
    expect(sessionStorage.getItem('of-another-app')).toBe('stays')
  })

  it('is gone after signing out, for the same user too', () => {
    clearTab(sessionStorage)
    claimTab(sessionStorage, 'ines')
    expect(typed()).toBe('')
    expect(keptFilters(sessionStorage)).toEqual(noFilters)
  })
})
