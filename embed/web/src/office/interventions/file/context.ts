import { createContext, useContext, useSyncExternalStore } from 'react'
import type { Intervention, WorkInput } from '../../../shared/api/types'
import type { Draft } from './draft'
import type { Field, Form } from './form'

interface FileContext {
  file: Intervention
  draft: Draft
  /** Texts of the last refusal, and of what is missing, by field. */
  errors: Record<string, string>
}

export const FileContext = createContext<FileContext | null>(null)

export function useFile(): FileContext {
  const context = useContext(FileContext)
  if (!context) throw new Error('no file is open')
  return context
}

export function useReadOnly(): boolean {
  return !useFile().file.rights.edit
}

/** One field of the draft: reads and writes it, and only rerenders for it. */
export function useField<F extends Field>(field: F): [Form[F], (value: Form[F]) => void, string | undefined] {
  const { draft, errors } = useFile()
  const value = useSyncExternalStore(draft.subscribe, () => draft.mine.form[field])
  return [value, next => draft.set(field, next), errors[field]]
}

export function useWorks(): WorkInput[] {
  const { draft } = useFile()
  return useSyncExternalStore(draft.subscribe, () => draft.mine.works)
}

export function useDirty(draft: Draft): boolean {
  return useSyncExternalStore(draft.subscribe, () => draft.dirty)
}
