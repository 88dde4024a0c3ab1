import type { Intervention, InterventionPatch, WorkInput } from '../../../shared/api/types'
import { draftKey } from '../../shell/tab'
import { changedFields, type Field, type Form, formOf, patchOf, sameWorks, worksOf } from './form'
import { type Change, colleagueChanges, defaultSide, merged, type Side, type Snapshot } from './merge'

export function snapshotOf(file: Intervention): Snapshot {
  return { version: file.version, form: formOf(file), works: worksOf(file) }
}

/** Typed input beside the state that it began with. */
interface Kept {
  base: Snapshot
  mine: Snapshot
}

/** Where unsaved input survives a reload. */
export interface Shelf {
  getItem(key: string): string | null
  setItem(key: string, value: string): void
  removeItem(key: string): void
}

/**
 * What the advisor has typed into a file and not saved yet, beside the version it began with. Views subscribe
 * and read only the piece they show.
 */
export class Draft {
  base: Snapshot
  mine: Snapshot
  /** The text that stands in an empty message until somebody writes one; it is saved before anything is sent. */
  standardMessage: string | null = null
  /** What was typed into a file that has gone out or was closed meanwhile; it can only be copied. */
  leftover: Kept | null = null
  private readonly listeners = new Set<() => void>()
  private readonly key: string
  private readonly shelf: Shelf

  constructor(file: Intervention, shelf: Shelf) {
    this.key = draftKey(file.id)
    this.shelf = shelf
    const current = snapshotOf(file)
    this.base = current
    this.mine = current
    const kept = this.kept()
    if (kept && file.rights.edit) this.resume(kept, current)
    else this.leftover = kept
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  get dirtyFields(): Field[] {
    return changedFields(this.base.form, this.mine.form)
  }

  get worksDirty(): boolean {
    return !sameWorks(this.base.works, this.mine.works)
  }

  get dirty(): boolean {
    return this.worksDirty || this.dirtyFields.length > 0
  }

  set<F extends Field>(field: F, value: Form[F]): void {
    this.replace({ ...this.mine, form: { ...this.mine.form, [field]: value } })
  }

  setWorks(change: (works: WorkInput[]) => WorkInput[]): void {
    this.replace({ ...this.mine, works: change(this.mine.works) })
  }

  changeWork(id: string, change: Partial<WorkInput>): void {
    this.setWorks(works => works.map(work => (work.id === id ? { ...work, ...change } : work)))
  }

  /** Makes the standard text the file's own where nobody has written another. */
  adoptStandardMessage(): void {
    if (this.standardMessage && this.mine.form.message === '') this.set('message', this.standardMessage)
  }

  /** The request that saves what was changed, and nothing else. */
  patch(): InterventionPatch & { version: number } {
    const works = this.worksDirty
      ? { works: this.mine.works.map(work => withoutSameMedia(work, this.base.works)) }
      : {}
    return { ...patchOf(this.base.form, this.mine.form), ...works, version: this.base.version }
  }

  /** A newer state of the file has come in. Unsaved input stays; without any, the draft simply follows. */
  follow(file: Intervention): void {
    if (file.version < this.base.version) return
    const current = snapshotOf(file)
    if (!file.rights.edit) {
      this.setAside(current)
      return
    }
    if (this.leftover) this.resume(this.leftover, current)
    if (!this.dirty) this.restart(current)
    else if (this.changesAgainst(current).length === 0) this.rebase(current, () => 'mine')
  }

  /** The saved state: input that came after the request was made stays unsaved. */
  saved(file: Intervention, sent: Snapshot): void {
    if (file.version < this.base.version) return
    const current = snapshotOf(file)
    const kept = merged(sent, this.mine, current, defaultSide)
    this.base = current
    this.replace(kept)
  }

  discard(): void {
    this.leftover = null
    this.replace(this.base)
  }

  /** What was typed into a file that can no longer be edited, as far as the file does not say the same. */
  unsaved(): Change[] {
    return this.leftover ? colleagueChanges(this.leftover.base, this.base, this.leftover.mine) : []
  }

  /** What a colleague changed meanwhile, as far as it differs from the draft. */
  changesAgainst(current: Snapshot): Change[] {
    return colleagueChanges(this.base, this.mine, current)
  }

  /** Puts the draft on top of the colleague's version. */
  rebase(current: Snapshot, choose: (change: Change) => Side): void {
    const next = merged(this.base, this.mine, current, choose)
    this.base = current
    this.replace(next)
  }

  /** Shows the box's state, and keeps what was typed beside it. */
  private setAside(current: Snapshot): void {
    if (this.dirty) this.leftover = { base: this.base, mine: this.mine }
    this.restart(current)
  }

  /** Goes on with what was typed before. */
  private resume(kept: Kept, current: Snapshot): void {
    this.leftover = null
    this.base = kept.base.version === current.version ? current : kept.base
    this.replace(kept.mine)
  }

  private restart(current: Snapshot): void {
    this.base = current
    this.replace(current)
  }

  private replace(mine: Snapshot): void {
    this.mine = mine
    this.keep()
    for (const listener of this.listeners) listener()
  }

  private keep(): void {
    try {
      const { base, mine } = this
      const kept: Kept | null = this.dirty ? { base, mine } : this.leftover
      if (kept) this.shelf.setItem(this.key, JSON.stringify(kept))
      else this.shelf.removeItem(this.key)
    } catch {
      // A full or forbidden storage only costs the safety net, not the work at hand.
    }
  }

  private kept(): Kept | null {
    try {
      const kept = JSON.parse(this.shelf.getItem(this.key) ?? 'null') as Kept | null
      return kept && { base: whole(kept.base, this.base.works), mine: whole(kept.mine, this.base.works) }
    } catch {
      return null
    }
  }
}

/** Input kept before works had measured values takes them from the file. */
function whole(kept: Snapshot, works: WorkInput[]): Snapshot {
  const measured = (id: string) => {
    const { measure = null, values = [] } = works.find(work => work.id === id) ?? {}
    return { measure, values }
  }
  return { ...kept, works: kept.works.map(work => ({ ...measured(work.id), ...work })) }
}

/** A work's media are only named where they were changed: a photo that has arrived meanwhile stays with its work. */
function withoutSameMedia(
  work: WorkInput,
  base: WorkInput[],
): Omit<WorkInput, 'media_ids'> & Partial<WorkInput> {
  const was = base.find(other => other.id === work.id)
  if (!was || was.media_ids.join() !== work.media_ids.join()) return work
  const { media_ids: _same, ...rest } = work
  return rest
}
