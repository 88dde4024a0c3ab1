import { IconCopy, IconShare } from '@tabler/icons-react'
import { useState } from 'react'
import { isProblem } from '../../shared/api/problem'
import type { Intervention } from '../../shared/api/types'
import { translate, useT } from '../../shared/i18n'
import { problemText } from '../../shared/problems'
import { boxOf } from '../devices/device'
import { db } from '../storage/open'
import { Button } from '../ui/Button'
import { useOnline } from '../ui/context'
import { Notice } from '../ui/Notice'
import { Sheet } from '../ui/Sheet'
import { say } from '../ui/toasts'
import css from './FilePage.module.css'
import { linkOf } from './kept'

/** Makes the customer's link and hands it to another app, or to the clipboard where the phone cannot share. */
export function ShareSheet({ file, onClose }: { file: Intervention; onClose: () => void }) {
  const { t } = useT()
  const online = useOnline()
  const [url, setURL] = useState<string | null>(null)
  const [trouble, setTrouble] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const make = async () => {
    setBusy(true)
    setTrouble(null)
    try {
      const found = await boxOf(db)
      if (found) setURL(await linkOf(db, found.box, file))
    } catch (error) {
      setTrouble(shareTrouble(error))
    } finally {
      setBusy(false)
    }
  }
  const copy = async (link: string) => {
    await navigator.clipboard.writeText(link)
    say(t('common.action.copied'))
  }
  // Closing the other app's sheet is no failure.
  const pass = (link: string) => navigator.share({ title: file.reference, url: link }).catch(() => {})
  return (
    <Sheet title={t('phone.file.share')} onClose={onClose}>
      <div className={css.form}>
        <Notice look="warn">
          <p>{t('phone.file.share_who')}</p>
          <p>{t('phone.file.share_stranger')}</p>
        </Notice>
        {url === null && file.status === 'pending' ? <p>{t('phone.file.share_counts')}</p> : null}
        {online ? null : <Notice look="warn">{t('phone.file.share_offline')}</Notice>}
        {trouble ? <Notice look="bad">{trouble}</Notice> : null}
        {url === null ? (
          <Button look="primary" disabled={busy || !online} onClick={() => void make()}>
            {t('phone.file.share_make')}
          </Button>
        ) : (
          <>
            <p className={css.link}>{url}</p>
            {'share' in navigator ? (
              <Button look="primary" onClick={() => void pass(url)}>
                <IconShare size={26} aria-hidden />
                {t('phone.file.share_pass')}
              </Button>
            ) : null}
            <Button look={'share' in navigator ? 'plain' : 'primary'} onClick={() => void copy(url)}>
              <IconCopy size={26} aria-hidden />
              {t('common.action.copy')}
            </Button>
          </>
        )}
      </div>
    </Sheet>
  )
}

function shareTrouble(error: unknown): string {
  if (isProblem(error, 'not_sendable')) return translate('phone.file.share_office')
  if (isProblem(error, 'changed_meanwhile')) return translate('phone.file.share_changed')
  return problemText(error)
}
