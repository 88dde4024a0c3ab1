import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useT } from '../../shared/i18n'
import { Empty } from './states'

export function NotFound() {
  const { t } = useT()
  return (
    <Empty order={1} title={t('office.shell.not_found')}>
      <Button component={Link} to="/" variant="light">
        {t('office.shell.to_dashboard')}
      </Button>
    </Empty>
  )
}
