import 'fake-indexeddb/auto'
import { render, screen } from '@testing-library/react'
import Dexie from 'dexie'
import { Component, type ReactNode } from 'react'
import { expect, it, vi } from 'vitest'
import { freshDB } from '../testing/fixtures'
import { isStorageError } from './errors'
import { useLive } from './live'

class Boundary extends Component<{ children: ReactNode }> {
  override state = { error: null as unknown }
  static getDerivedStateFromError = (error: unknown) => ({ error })
  override render() {
    return this.state.error === null ? this.props.children : `storage: ${isStorageError(this.state.error)}`
  }
}

const db = freshDB()
const Counter = () => <p>{String(useLive(() => db.drafts.count()))}</p>

it('a storage that does not answer is a matter for the page, not a blank screen', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
  await db.open()
  const refused = vi.spyOn(db.drafts, 'count').mockRejectedValue(new Dexie.OpenFailedError('no room'))
  render(
    <Boundary>
      <Counter />
    </Boundary>,
  )
  expect(await screen.findByText('storage: true')).toBeTruthy()
  refused.mockRestore()
})
