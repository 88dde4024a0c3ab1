import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useSyncExternalStore } from 'react'
import { newId } from '../../../../shared/api/id'
import { Problem } from '../../../../shared/api/problem'
import { discardUpload, fileSource, sha256Of, upload } from '../../../../shared/uploads/tus'

export interface Upload {
  key: string
  name: string
  size: number
  sent: number
  phase: 'waiting' | 'reading' | 'sending' | 'pausing' | 'failed'
  problem: Problem | null
}

interface Job extends Upload {
  intervention: string
  file: File
  stop: AbortController
}

/** An import that a reload broke off. */
export interface Broken {
  key: string
  name: string
}

/** What is remembered of a begun upload, so that the same file, chosen again after a reload, goes on where it stopped. */
interface Kept {
  media: string
  url: string | null
}

const atOnce = 2
const tries = 6

/** All imports of this window; they go on while one moves about in the office, and it asks before it is closed on them. */
class Uploads {
  private jobs: readonly Job[] = []
  private readonly listeners = new Set<() => void>()
  onArrived: (intervention: string) => void = () => {}

  subscribe = (listener: () => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  snapshot = (): readonly Job[] => this.jobs

  add(intervention: string, files: readonly File[]): void {
    const added = files.map(file => ({
      key: `${intervention}:${file.name}:${file.size}:${file.lastModified}`,
      name: file.name,
      size: file.size,
      sent: 0,
      phase: 'waiting' as const,
      problem: null,
      intervention,
      file,
      stop: new AbortController(),
    }))
    const fresh = added.filter(job => !this.jobs.some(({ key }) => key === job.key))
    this.set([...this.jobs, ...fresh])
    this.pump()
  }

  retry(key: string): void {
    this.change(key, { phase: 'waiting', problem: null, stop: new AbortController() })
    this.pump()
  }

  cancel(key: string): void {
    const job = this.jobs.find(candidate => candidate.key === key)
    if (!job) return
    job.stop.abort()
    this.set(this.jobs.filter(candidate => candidate.key !== key))
    this.discard(key)
    this.pump()
  }

  /** Names of the imports into this file that a reload broke off; the same file chosen again goes on where it stopped. */
  brokenOff(intervention: string): Broken[] {
    const running = new Set(this.jobs.map(({ key }) => key))
    return keptKeys(intervention)
      .filter(key => !running.has(key))
      .map(key => ({ key, name: key.slice(intervention.length + 1).replace(/:\d+:\d+$/, '') }))
  }

  /** Lets go of a broken off import, here and on the box. */
  discard(key: string): void {
    const { url } = kept(key)
    forget(key)
    if (url) discardUpload(url).catch(() => {}) // It expires by itself.
    this.set([...this.jobs])
  }

  private pump(): void {
    const running = this.jobs.filter(job => !['waiting', 'failed'].includes(job.phase)).length
    for (const job of this.jobs.filter(({ phase }) => phase === 'waiting').slice(0, atOnce - running)) {
      void this.run(job)
    }
  }

  private async run(job: Job): Promise<void> {
    const { key, file, intervention } = job
    const { signal } = job.stop
    this.change(key, { phase: 'reading' })
    try {
      const source = fileSource(file)
      const sha256 = await sha256Of(source, undefined, signal)
      this.change(key, { phase: 'sending' })
      const { media, url } = kept(key)
      await upload({
        source,
        sha256,
        signal,
        uploadUrl: url ?? undefined,
        maxAttempts: tries,
        metadata: {
          intervention,
          id: media,
          kind: file.type.startsWith('video/') ? 'video' : 'photo',
          purpose: 'customer',
          public: 'true',
          filename: file.name,
        },
        onUrl: address => keep(key, { media, url: address }),
        onProgress: sent => this.change(key, { sent, phase: 'sending', problem: null }),
        onTrouble: problem => this.change(key, { phase: 'pausing', problem }),
      })
      forget(key)
      this.set(this.jobs.filter(candidate => candidate.key !== key))
      this.onArrived(intervention)
    } catch (error) {
      if (signal.aborted) return
      this.change(key, { phase: 'failed', problem: error instanceof Problem ? error : new Problem(500, {}) })
    }
    this.pump()
  }

  private change(key: string, part: Partial<Job>): void {
    this.set(this.jobs.map(job => (job.key === key ? { ...job, ...part } : job)))
  }

  private set(jobs: readonly Job[]): void {
    this.jobs = jobs
    if (jobs.length > 0) addEventListener('beforeunload', ask)
    else removeEventListener('beforeunload', ask)
    for (const listener of this.listeners) listener()
  }
}

/** The browser's own question before a window is closed. */
const ask = (event: BeforeUnloadEvent) => event.preventDefault()

const uploads = new Uploads()
const shelf = 'fleetbox-upload '

function kept(key: string): Kept {
  try {
    const found = JSON.parse(localStorage.getItem(shelf + key) ?? 'null') as Kept | null
    if (found) return found
    const fresh = { media: newId(), url: null }
    keep(key, fresh)
    return fresh
  } catch {
    return { media: newId(), url: null }
  }
}

/** The imports into a file of which the box has got something. */
function keptKeys(intervention: string): string[] {
  try {
    const keys = Object.keys(localStorage).filter(name => name.startsWith(`${shelf}${intervention}:`))
    return keys.map(name => name.slice(shelf.length)).filter(key => kept(key).url !== null)
  } catch {
    return []
  }
}

function keep(key: string, value: Kept): void {
  try {
    localStorage.setItem(shelf + key, JSON.stringify(value))
  } catch {
    // Without storage an upload cannot be continued after a reload; it still arrives.
  }
}

function forget(key: string): void {
  try {
    localStorage.removeItem(shelf + key)
  } catch {
    // Nothing was kept then.
  }
}

export interface FileUploads {
  list: readonly Upload[]
  add: (files: readonly File[]) => void
  retry: (key: string) => void
  cancel: (key: string) => void
  brokenOff: Broken[]
  discard: (key: string) => void
}

/** The imports into one file. */
export function useUploads(intervention: string): FileUploads {
  const queryClient = useQueryClient()
  const jobs = useSyncExternalStore(uploads.subscribe, uploads.snapshot)
  const list = useMemo(() => jobs.filter(job => job.intervention === intervention), [jobs, intervention])
  const brokenOff = useMemo(() => jobs && uploads.brokenOff(intervention), [jobs, intervention])
  useEffect(() => {
    uploads.onArrived = id => void queryClient.invalidateQueries({ queryKey: ['intervention', id] })
  }, [queryClient])
  return {
    list,
    add: files => uploads.add(intervention, files),
    retry: key => uploads.retry(key),
    cancel: key => uploads.cancel(key),
    brokenOff,
    discard: key => uploads.discard(key),
  }
}
