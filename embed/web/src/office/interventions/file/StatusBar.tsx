import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core'
import { useDisclosure, useHotkeys } from '@mantine/hooks'
import {
  IconArchive,
  IconArrowBackUp,
  IconArrowLeft,
  IconCheck,
  IconChevronDown,
  IconCopy,
  IconDeviceFloppy,
  IconDots,
  IconEye,
  IconLink,
  IconLinkOff,
  IconMail,
  IconPhoneCheck,
  IconSend,
  IconTrash,
} from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useT } from '../../../shared/i18n'
import { standingOf } from '../../../shared/modules'
import { useBrandOf, useRight } from '../../shell/session'
import { statusIcons } from '../icons'
import { AcceptDialog } from './AcceptDialog'
import { ConflictDialog } from './ConflictDialog'
import { useDirty, useField, useFile, useWorks } from './context'
import { DeleteDialog } from './DeleteDialog'
import { DuplicateDialog } from './DuplicateDialog'
import classes from './File.module.css'
import { PreviewDialog } from './PreviewDialog'
import { ShareDialog } from './ShareDialog'
import { offersMail } from './sendings'
import { UnpricedDialog } from './UnpricedDialog'
import type { FileActions } from './useFileActions'
import { WithdrawDialog } from './WithdrawDialog'

/** The bar in the colour of the status: what the file is, and what can be done with it now. */
export function StatusBar({ actions }: { actions: FileActions }) {
  const { t } = useT()
  const { file } = useFile()
  const standing = standingOf(file)
  return (
    <div
      className={classes.bar}
      data-status={file.status}
      style={{ '--bar': `var(--fb-${standing})`, '--bar-ink': `var(--fb-${standing}-ink)` }}
    >
      <Tooltip label={t('office.shell.to_dashboard')}>
        <ActionIcon
          component={Link}
          to="/"
          size={38}
          variant="transparent"
          className={classes.ghost}
          aria-label={t('office.shell.to_dashboard')}
        >
          <IconArrowLeft size={20} />
        </ActionIcon>
      </Tooltip>
      <Title />
      <div className={classes.actions}>
        {file.rights.edit && <SaveButton actions={actions} />}
        <PreviewButton actions={actions} />
        {file.status === 'closed' ? <ReopenButton actions={actions} /> : <SendButtons actions={actions} />}
        <MoreMenu actions={actions} />
      </div>
      <UnpricedDialog actions={actions} />
      <ShareDialog actions={actions} />
      <ConflictDialog actions={actions} />
    </div>
  )
}

function Title() {
  const { t } = useT()
  const { file } = useFile()
  const [reference] = useField('reference')
  const brand = useBrandOf()(file.brand)
  const standing = standingOf(file)
  const Icon = statusIcons[standing]
  const sub = [t(`common.module.${file.module}`), brand.name, file.customer_name, file.plate]
  return (
    <div className={classes.title}>
      <div className={classes.titleLine}>
        <h1 className={classes.reference}>{reference}</h1>
        <span className={classes.status} role="status">
          <Icon size={18} stroke={2} aria-hidden />
          {t(`common.status.${standing}`)}
        </span>
      </div>
      <div className={classes.sub}>{sub.filter(Boolean).join(' · ')}</div>
    </div>
  )
}

/** Says itself whether all is saved, so that nothing else has to; it keeps the focus when there is nothing to do. */
function SaveButton({ actions }: { actions: FileActions }) {
  const { t } = useT()
  const { draft } = useFile()
  const dirty = useDirty(draft)
  const { save } = actions
  useHotkeys([['mod+S', () => dirty && save.mutate()]], [])
  return (
    <Button
      className={dirty ? classes.solid : classes.ghost}
      leftSection={dirty ? <IconDeviceFloppy size={18} /> : <IconCheck size={18} />}
      data-disabled={!dirty || undefined}
      aria-disabled={!dirty}
      loading={save.isPending}
      onClick={() => dirty && save.mutate()}
    >
      <span aria-live="polite">{t(dirty ? 'common.action.save' : 'office.file.saved')}</span>
    </Button>
  )
}

function PreviewButton({ actions }: { actions: FileActions }) {
  const { t } = useT()
  const { file } = useFile()
  const [opened, { open, close }] = useDisclosure()
  return (
    <>
      <Button
        className={classes.ghost}
        leftSection={<IconEye size={18} className={classes.wideText} />}
        aria-label={t('office.file.preview.button')}
        onClick={() => actions.whenSaved(open)}
      >
        <span className={classes.wideText}>{t('office.file.preview.button')}</span>
        <IconEye size={20} className={classes.narrowIcon} aria-hidden />
      </Button>
      <PreviewDialog file={file} opened={opened} onClose={close} />
    </>
  )
}

/** What leaves the house; UC stock does so as a direct message that is made of it. */
function SendButtons({ actions }: { actions: FileActions }) {
  const { file } = useFile()
  const mayWrite = useRight('interventions.write')
  if (file.module === 'uc_stock') return mayWrite && <AsMessageButton actions={actions} />
  return file.rights.send && <SendMenu actions={actions} />
}

function AsMessageButton({ actions }: { actions: FileActions }) {
  const { t } = useT()
  const { file } = useFile()
  const [opened, { open, close }] = useDisclosure()
  return (
    <>
      <Button
        className={classes.solid}
        leftSection={<IconSend size={18} />}
        onClick={() => actions.whenSaved(open)}
      >
        {t('office.file.as_message.button')}
      </Button>
      <DuplicateDialog asMessage file={file} opened={opened} onClose={close} />
    </>
  )
}

function SendMenu({ actions }: { actions: FileActions }) {
  const { t } = useT()
  const { file } = useFile()
  const { send } = actions
  const again = file.status !== 'pending'
  const shareLink = () => send.mutate({ way: 'link' })
  // The mail is offered where it is told that the customer has not got it.
  if (offersMail(file)) {
    return (
      <Button
        className={classes.ghost}
        leftSection={<IconLink size={18} />}
        loading={send.isPending}
        onClick={shareLink}
      >
        {t('office.file.send.link')}
      </Button>
    )
  }
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <Button
          className={again ? classes.ghost : classes.solid}
          leftSection={<IconSend size={18} />}
          rightSection={<IconChevronDown size={16} />}
          loading={send.isPending}
        >
          {t(again ? 'office.file.send.again' : 'office.file.send.button')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconMail size={18} />} onClick={() => send.mutate({ way: 'email' })}>
          {t('office.file.send.email')}
        </Menu.Item>
        <Menu.Item leftSection={<IconLink size={18} />} onClick={shareLink}>
          {t('office.file.send.link')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function ReopenButton({ actions }: { actions: FileActions }) {
  const { t } = useT()
  const { file } = useFile()
  if (!useRight('interventions.close')) return null
  return (
    <Button
      className={classes.solid}
      leftSection={<IconArrowBackUp size={18} />}
      loading={actions.reopen.isPending}
      onClick={() => actions.reopen.mutate(file)}
    >
      {t('office.file.reopen')}
    </Button>
  )
}

function MoreMenu({ actions }: { actions: FileActions }) {
  const { t } = useT()
  const { file } = useFile()
  const mayWrite = useRight('interventions.write')
  const works = useWorks()
  const [accepting, accept] = useDisclosure()
  const [duplicating, duplicate] = useDisclosure()
  const [withdrawing, withdraw] = useDisclosure()
  const [deleting, remove] = useDisclosure()
  const { rights } = file
  const mayWithdraw = rights.send && file.link !== null && !file.link.withdrawn
  if (!mayWrite && !rights.accept && !rights.close && !rights.delete) return null
  return (
    <>
      <Menu position="bottom-end" width={250}>
        <Menu.Target>
          <ActionIcon
            size={36}
            variant="transparent"
            className={classes.ghost}
            aria-label={t('office.file.more')}
          >
            <IconDots size={20} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {rights.accept && works.length > 0 && (
            <Menu.Item
              leftSection={<IconPhoneCheck size={18} />}
              onClick={() => actions.whenSaved(accept.open)}
            >
              {t('office.file.accept.title')}
            </Menu.Item>
          )}
          {mayWrite && (
            <Menu.Item leftSection={<IconCopy size={18} />} onClick={duplicate.open}>
              {t('common.action.duplicate')}
            </Menu.Item>
          )}
          {mayWithdraw && (
            <Menu.Item leftSection={<IconLinkOff size={18} />} onClick={withdraw.open}>
              {t('office.file.share.withdraw')}
            </Menu.Item>
          )}
          {rights.close && (
            <Menu.Item leftSection={<IconArchive size={18} />} onClick={() => actions.close.mutate()}>
              {t('office.file.close')}
            </Menu.Item>
          )}
          {rights.delete && (
            <Menu.Item color="red" leftSection={<IconTrash size={18} />} onClick={remove.open}>
              {t('common.action.delete')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <AcceptDialog actions={actions} opened={accepting} onClose={accept.close} />
      <DuplicateDialog file={file} opened={duplicating} onClose={duplicate.close} />
      <WithdrawDialog actions={actions} opened={withdrawing} onClose={withdraw.close} />
      <DeleteDialog actions={actions} opened={deleting} onClose={remove.close} />
    </>
  )
}
