import { Input } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import type { WorkInput } from '../../../../shared/api/types'
import { useT } from '../../../../shared/i18n'
import { useFile } from '../context'
import { thumbOf } from '../media/thumb'
import classes from './Works.module.css'

interface Props {
  work: WorkInput
  readOnly: boolean
  onChange: (part: Partial<WorkInput>) => void
}

/** The photos and videos that show this work; the customer sees them beside it. */
export function WorkMedia({ work, readOnly, onChange }: Props) {
  const { t } = useT()
  const { file } = useFile()
  const media = file.media.filter(
    item => item.purpose === 'customer' && item.kind !== 'document' && item.state !== 'failed',
  )
  if (media.length === 0) return null
  const toggle = (id: string) => {
    const chosen = work.media_ids.includes(id)
    onChange({ media_ids: chosen ? work.media_ids.filter(other => other !== id) : [...work.media_ids, id] })
  }
  return (
    <Input.Wrapper className={classes.note} label={t('office.file.works.media')} labelElement="div">
      <div className={classes.pictures}>
        {media.map((item, index) => {
          const chosen = work.media_ids.includes(item.id)
          const thumb = thumbOf(item)
          return (
            <button
              key={item.id}
              type="button"
              className={classes.picture}
              aria-pressed={chosen}
              aria-label={t('office.file.media.numbered', {
                kind: t(`common.word.${item.kind === 'video' ? 'video' : 'photo'}`),
                number: index + 1,
              })}
              disabled={readOnly}
              onClick={() => toggle(item.id)}
            >
              {thumb && <img src={thumb} alt="" loading="lazy" />}
              {chosen && <IconCheck size={18} stroke={3} aria-hidden />}
            </button>
          )
        })}
      </div>
    </Input.Wrapper>
  )
}
