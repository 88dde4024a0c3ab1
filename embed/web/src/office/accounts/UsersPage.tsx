import {
  Avatar,
  Badge,
  Button,
  Group,
  Paper,
  Table,
  Text,
  UnstyledButton,
  VisuallyHidden,
} from '@mantine/core'
import { IconUserPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, unwrap } from '../../shared/api/client'
import type { User } from '../../shared/api/types'
import { useT } from '../../shared/i18n'
import { NotAllowed } from '../shell/NotAllowed'
import { PageHead } from '../shell/PageHead'
import { useRight } from '../shell/session'
import { Failed, Loading } from '../shell/states'
import { UserDialog } from './UserDialog'
import classes from './Users.module.css'

export function UsersPage() {
  const { t } = useT()
  const allowed = useRight('users.manage')
  const [edited, setEdited] = useState<User | 'new' | null>(null)
  const users = useQuery({
    queryKey: ['users'],
    queryFn: () => unwrap(api.GET('/api/users')),
    select: answer => answer.users,
    enabled: allowed,
  })
  if (!allowed) return <NotAllowed />
  return (
    <>
      <PageHead
        title={t('office.users.title')}
        lead={t('office.users.lead')}
        actions={
          <Button leftSection={<IconUserPlus size={18} />} onClick={() => setEdited('new')}>
            {t('office.users.add')}
          </Button>
        }
      />
      {users.isError && <Failed error={users.error} onRetry={users.refetch} />}
      {users.isPending && <Loading />}
      {users.data && <UserTable users={users.data} onEdit={setEdited} />}
      <UserDialog
        key={edited === 'new' || edited === null ? String(edited) : edited.id}
        user={edited}
        onClose={() => setEdited(null)}
      />
    </>
  )
}

function UserTable({ users, onEdit }: { users: User[]; onEdit: (user: User) => void }) {
  const { t } = useT()
  const sorted = [...users].sort(
    (a, b) => Number(b.active) - Number(a.active) || a.last_name.localeCompare(b.last_name),
  )
  return (
    <Paper withBorder className={classes.frame}>
      <Table verticalSpacing="sm" horizontalSpacing="md" className={classes.table}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('office.users.name')}</Table.Th>
            <Table.Th>{t('office.users.roles')}</Table.Th>
            <Table.Th visibleFrom="sm">{t('office.users.contact')}</Table.Th>
            <Table.Th visibleFrom="sm">{t('office.users.state')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sorted.map(user => (
            <UserRow key={user.id} user={user} onEdit={() => onEdit(user)} />
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  )
}

function UserRow({ user, onEdit }: { user: User; onEdit: () => void }) {
  const { t } = useT()
  const name = `${user.first_name} ${user.last_name}`.trim()
  return (
    <Table.Tr className={classes.row} data-inactive={!user.active || undefined}>
      <Table.Td>
        <UnstyledButton className={classes.open} onClick={onEdit}>
          <Group gap="sm" wrap="nowrap">
            <Avatar src={user.photo_url} name={name} color="petrol" alt="" />
            <Text fw={600}>{name}</Text>
            <VisuallyHidden>{t('common.action.edit')}</VisuallyHidden>
          </Group>
        </UnstyledButton>
      </Table.Td>
      <Table.Td>
        <Group gap={6}>
          {user.roles.map(role => (
            <Badge key={role} variant="light" tt="none" fw={550}>
              {t(`common.role.${role}`)}
            </Badge>
          ))}
        </Group>
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <Text size="sm">{user.email}</Text>
        <Text size="sm" c="dimmed">
          {user.phone}
        </Text>
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <Text size="sm">{t(user.active ? 'office.users.active' : 'office.users.inactive')}</Text>
      </Table.Td>
    </Table.Tr>
  )
}
