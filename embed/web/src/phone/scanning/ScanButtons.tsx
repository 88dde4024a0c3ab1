import { IconBarcode, IconCar } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useT } from '../../shared/i18n'
import { Button } from '../ui/Button'
import css from './ScanButtons.module.css'

/** What becomes of a scanned text: the reference of a new intervention, or words to search the list with. */
export type Aim = 'new' | 'list'

/** The ways round typing. */
export function ScanButtons({ aim }: { aim: Aim }) {
  const { t } = useT()
  const navigate = useNavigate()
  const scan = (what: 'code' | 'plate') => navigate({ to: '/scan/$what', params: { what }, search: { aim } })
  return (
    <div className={css.ways}>
      <Button wide onClick={() => void scan('code')}>
        <IconBarcode size={28} aria-hidden />
        {t('phone.scan.code')}
      </Button>
      <Button wide onClick={() => void scan('plate')}>
        <IconCar size={28} aria-hidden />
        {t('phone.scan.plate')}
      </Button>
    </div>
  )
}
