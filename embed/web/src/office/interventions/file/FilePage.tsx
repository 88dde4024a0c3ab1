import { useQuery } from '@tanstack/react-query'
import { useBlocker, useParams } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import { isProblem } from '../../../shared/api/problem'
import type { Intervention } from '../../../shared/api/types'
import { useT } from '../../../shared/i18n'
import { LeaveDialog } from '../../shell/LeaveDialog'
import { useEnterMode } from '../../shell/mode'
import { NotFound } from '../../shell/NotFound'
import { usePageTitle } from '../../shell/PageHead'
import { Failed, Loading } from '../../shell/states'
import { AnswerSection } from './AnswerSection'
import { CustomerSection } from './CustomerSection'
import { FileContext, useDirty, useFile } from './context'
import { Draft } from './draft'
import classes from './File.module.css'
import { HistorySection } from './HistorySection'
import { InternalMessageSection } from './InternalMessageSection'
import { LeftoverSection } from './LeftoverSection'
import { MessageSection } from './MessageSection'
import { MediaSection } from './media/MediaSection'
import { OrganisationSection } from './OrganisationSection'
import { OwedSendings } from './OwedSendings'
import { requests } from './operations'
import { SendingsSection } from './SendingsSection'
import { StatusBar } from './StatusBar'
import { useFileActions } from './useFileActions'
import { VehicleSection } from './VehicleSection'
import { WorksSection } from './works/WorksSection'

export function FilePage() {
  const { id } = useParams({ from: '/office/interventions/$id' })
  const file = useQuery({
    queryKey: ['intervention', id],
    queryFn: ({ signal }) => requests.get(id, signal),
  })
  if (file.data) return <OpenFile key={id} file={file.data} />
  if (isProblem(file.error, 'not_found')) return <NotFound />
  if (file.isError) return <Failed error={file.error} onRetry={file.refetch} />
  return <Loading />
}

function OpenFile({ file }: { file: Intervention }) {
  usePageTitle(file.reference)
  useEnterMode(file.mode)
  const [draft] = useState(() => new Draft(file, sessionStorage))
  const [errors, setErrors] = useState<Record<string, string>>({})
  useEffect(() => draft.follow(file), [draft, file])
  const context = useMemo(() => ({ file, draft, errors }), [file, draft, errors])
  return (
    <FileContext value={context}>
      <LeaveGuard draft={draft} />
      <FileBody onErrors={setErrors} />
    </FileContext>
  )
}

function FileBody({ onErrors }: { onErrors: (errors: Record<string, string>) => void }) {
  const { file } = useFile()
  const actions = useFileActions(onErrors)
  return (
    <>
      <StatusBar actions={actions} />
      <div className={classes.columns} data-fixed={!file.rights.edit || undefined}>
        <div className={classes.wide}>
          <LeftoverSection />
          <OwedSendings actions={actions} />
          <AnswerSection />
          {file.mode === 'after_sales' && <WorksSection />}
          <MediaSection />
          <MessageSection />
        </div>
        <div className={classes.narrow}>
          <InternalMessageSection />
          <CustomerSection />
          <VehicleSection />
          <OrganisationSection />
          <SendingsSection />
          <HistorySection />
        </div>
      </div>
    </>
  )
}

/** Asks before unsaved input is left behind: in the app with a choice, at the browser's door with its own question. */
function LeaveGuard({ draft }: { draft: Draft }) {
  const { t } = useT()
  const dirty = useDirty(draft)
  const blocker = useBlocker({
    shouldBlockFn: () => dirty,
    enableBeforeUnload: () => dirty,
    withResolver: true,
  })
  return (
    <LeaveDialog
      title={t('office.file.leave.title')}
      opened={blocker.status === 'blocked'}
      onStay={() => blocker.reset?.()}
      onLeave={() => {
        draft.discard()
        blocker.proceed?.()
      }}
    />
  )
}
