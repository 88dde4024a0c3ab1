import { CloseButton, Kbd, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useNavigate, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useT } from '../../shared/i18n'
import { useSingleKey, useSingleKeys } from './keys'
import classes from './Shell.module.css'

/** Searches the interventions while one types; the words stand in the address, so that "back" works. */
export function SearchBox() {
  const { t } = useT()
  const navigate = useNavigate()
  const inAddress = useRouterState({ select: state => searchOf(state.location.search) })
  const [words, setWords] = useState(inAddress)
  const input = useRef<HTMLInputElement>(null)
  const [singleKeys] = useSingleKeys()

  const go = useDebouncedCallback((q: string) => {
    void navigate({ to: '/', search: q.trim() ? { q: q.trim() } : {}, replace: true })
  }, 200)
  useEffect(() => {
    if (document.activeElement !== input.current) setWords(inAddress)
  }, [inAddress])
  useSingleKey('/', () => input.current?.focus())

  const change = (next: string) => {
    setWords(next)
    go(next)
  }
  return (
    <search className={classes.search}>
      <TextInput
        ref={input}
        type="text"
        inputMode="search"
        enterKeyHint="search"
        autoComplete="off"
        spellCheck={false}
        size="md"
        value={words}
        onChange={event => change(event.currentTarget.value)}
        onKeyDown={event => {
          if (event.key === 'Escape') change('')
          if (event.key === 'ArrowDown') focusFirstRow(event)
        }}
        placeholder={t('office.search.placeholder')}
        aria-label={t('office.search.label')}
        leftSection={<IconSearch size={18} aria-hidden />}
        rightSection={
          words ? (
            <CloseButton
              c="inherit"
              size="sm"
              aria-label={t('office.search.clear')}
              onClick={() => change('')}
            />
          ) : (
            singleKeys && (
              <Kbd size="xs" visibleFrom="md" aria-hidden className={classes.searchKey}>
                /
              </Kbd>
            )
          )
        }
        classNames={{ input: classes.searchInput }}
      />
    </search>
  )
}

/** The words in an address. */
export function searchOf(search: object): string {
  return 'q' in search && typeof search.q === 'string' ? search.q : ''
}

function focusFirstRow(event: React.KeyboardEvent): void {
  const row = document.querySelector<HTMLElement>('[data-row]')
  if (!row) return
  event.preventDefault()
  row.focus()
}
