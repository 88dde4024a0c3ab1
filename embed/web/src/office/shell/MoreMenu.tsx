import { ActionIcon, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import type { ReactNode } from 'react'

interface Props {
  /** What the three dots are called for those who hear the page: whose actions these are. */
  label: string
  loading?: boolean
  className?: string
  children: ReactNode
}

/** What can be done with one thing of many, behind three dots. */
export function MoreMenu({ label, loading, className, children }: Props) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={36}
          loading={loading}
          className={className}
          aria-label={label}
        >
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  )
}
