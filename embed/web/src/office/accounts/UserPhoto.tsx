import { Avatar, Button, FileButton, Group } from '@mantine/core'
import { IconCamera, IconTrash } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, unwrap } from '../../shared/api/client'
import { problemOf } from '../../shared/api/problem'
import type { User } from '../../shared/api/types'
import { useT } from '../../shared/i18n'
import { say } from '../shell/say'

/** A user's picture; a new one is there at once. */
export function UserPhoto({ user }: { user: User }) {
  const { t } = useT()
  const queryClient = useQueryClient()
  const [photo, setPhoto] = useState(user.photo_url)
  const onSuccess = async (changed: User) => {
    setPhoto(changed.photo_url)
    await queryClient.invalidateQueries({ queryKey: ['users'] })
  }
  const upload = useMutation({
    mutationFn: (file: File) => putPhoto(user.id, file),
    onSuccess,
    onError: say.failed,
  })
  const remove = useMutation({
    mutationFn: () => unwrap(api.DELETE('/api/users/{id}/photo', { params: { path: { id: user.id } } })),
    onSuccess,
    onError: say.failed,
  })
  return (
    <Group>
      <Avatar src={photo} name={`${user.first_name} ${user.last_name}`} size={64} color="petrol" alt="" />
      <FileButton accept="image/jpeg,image/png,image/webp" onChange={file => file && upload.mutate(file)}>
        {props => (
          <Button
            {...props}
            variant="light"
            size="sm"
            leftSection={<IconCamera size={16} />}
            loading={upload.isPending}
          >
            {t('office.users.photo')}
          </Button>
        )}
      </FileButton>
      {photo && (
        <Button
          variant="subtle"
          size="sm"
          color="gray"
          leftSection={<IconTrash size={16} />}
          loading={remove.isPending}
          onClick={() => remove.mutate()}
        >
          {t('common.action.remove')}
        </Button>
      )}
    </Group>
  )
}

async function putPhoto(id: string, file: File): Promise<User> {
  const response = await fetch(`/api/users/${id}/photo`, {
    method: 'PUT',
    headers: { 'Content-Type': file.type || 'application/octet-stream' },
    body: file,
  })
  if (!response.ok) throw await problemOf(response)
  return response.json() as Promise<User>
}
