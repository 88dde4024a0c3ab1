import { useQueryClient } from '@tanstack/react-query'
import { useFile } from '../context'

/** Asks the box for the file anew; what is typed and unsaved stays. */
export function useRefreshFile(): () => Promise<void> {
  const queryClient = useQueryClient()
  const { file } = useFile()
  return () => queryClient.invalidateQueries({ queryKey: ['intervention', file.id] })
}
