import { IconMessage2Share, IconShare } from '@tabler/icons-react'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { isProblem } from '../../shared/api/problem'
import type { Intervention } from '../../shared/api/types'
import { formatDateTime } from '../../shared/format'
import { useT } from '../../shared/i18n'
import { problemText } from '../../shared/problems'
import { boxOf } from '../devices/device'
import { useLive } from '../storage/live'
import { db } from '../storage/open'
import { Button } from '../ui/Button'
import { useFormats } from '../ui/context'
import { Notice } from '../ui/Notice'
import { BackButton, Row, Screen } from '../ui/Screen'
import { DuplicateSheet } from './DuplicateSheet'
import { beginEdit } from './drafts'
import { FileFacts } from './FileFacts'
import { keepFile } from './kept'
import { StatusChip } from './ListPage'
import { ShareSheet } from './ShareSheet'

/** An intervention as the box has it: to look at, to correct while it is pending, to begin another from. */
export function FilePage() {
  const { id } = useParams({ from: '/paired/file/$id' })
  const { t } = useT()
  const formats = useFormats()
  const navigate = useNavigate()
  const { file, trouble } = useFile(id)
  const [sheet, setSheet] = useState<'duplicate' | 'message' | 'share' | null>(null)
  const close = () => setSheet(null)
  const edit = async () => {
    if (!file) return
    const draft = await beginEdit(db, file)
    await navigate({ to: '/draft/$id/$step', params: { id: draft.id, step: 'summary' } })
  }
  return (
    <Screen
      title={file?.reference ?? t('common.word.reference')}
      subtitle={file ? formatDateTime(formats, file.created_at) : null}
      lead={<BackButton onClick={() => void navigate({ to: '/list' })} />}
      tail={file ? <StatusChip file={file} /> : null}
      dock={
        file ? (
          <>
            {file.module === 'uc_stock' ? (
              <Button look="primary" onClick={() => setSheet('message')}>
                <IconMessage2Share size={26} aria-hidden />
                {t('phone.file.message')}
              </Button>
            ) : null}
            <Row>
              {file.rights.share ? (
                <Button aria-label={t('phone.file.share')} onClick={() => setSheet('share')}>
                  <IconShare size={26} aria-hidden />
                </Button>
              ) : null}
              <Button wide onClick={() => setSheet('duplicate')}>
                {t('common.action.duplicate')}
              </Button>
              {file.status === 'pending' ? (
                <Button
                  wide
                  look={file.module === 'uc_stock' ? 'plain' : 'primary'}
                  onClick={() => void edit()}
                >
                  {t('common.action.edit')}
                </Button>
              ) : null}
            </Row>
          </>
        ) : null
      }
    >
      {trouble ? <TroubleNotice trouble={trouble} kept={file !== null} /> : null}
      {file || trouble ? null : <p role="status">{t('common.word.loading')} …</p>}
      {file ? <FileFacts file={file} /> : null}
      {file && sheet === 'share' ? <ShareSheet file={file} onClose={close} /> : null}
      {file && (sheet === 'duplicate' || sheet === 'message') ? (
        <DuplicateSheet file={file} asMessage={sheet === 'message'} onClose={close} />
      ) : null}
    </Screen>
  )
}

/** Why the box's state is not shown; without an answer the one that the phone has kept will do. */
function TroubleNotice({ trouble, kept }: { trouble: unknown; kept: boolean }) {
  const { t } = useT()
  if (kept && isProblem(trouble) && trouble.unreachable) return <Notice>{t('phone.file.old')}</Notice>
  return <Notice look="bad">{problemText(trouble)}</Notice>
}

/** The file from the phone's storage at once, and from the box when it answers. */
function useFile(id: string): { file: Intervention | null; trouble: unknown } {
  const kept = useLive(async () => (await db.files.get(id))?.file ?? null, id)
  const [trouble, setTrouble] = useState<unknown>(null)
  useEffect(() => {
    const load = async () => {
      const found = await boxOf(db)
      if (!found) return
      const file = await found.box.json<Intervention>('GET', `/api/interventions/${id}`)
      await keepFile(db, file)
      setTrouble(null)
    }
    load().catch(setTrouble)
  }, [id])
  return { file: kept ?? null, trouble }
}
