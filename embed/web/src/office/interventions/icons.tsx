import {
  type Icon,
  IconAlertTriangle,
  IconArchive,
  IconCar,
  IconCarGarage,
  IconCircleCheck,
  IconClock,
  IconEye,
  IconGift,
  IconMessage2Heart,
  IconMessageCheck,
  IconSend,
  IconShieldCheck,
  IconThumbUp,
  IconTool,
} from '@tabler/icons-react'
import type { Module, Status, Urgency } from '../../shared/api/types'

export const moduleIcons: Record<Module, Icon> = {
  mechanics: IconTool,
  bodywork: IconCar,
  warranty: IconShieldCheck,
  uc_stock: IconCarGarage,
  direct_message: IconMessage2Heart,
}

export const statusIcons: Record<Status, Icon> = {
  pending: IconClock,
  sent: IconSend,
  read: IconEye,
  answered: IconMessageCheck,
  closed: IconArchive,
}

export const urgencyIcons: Record<Urgency, Icon> = {
  ok: IconCircleCheck,
  offered: IconGift,
  advised: IconThumbUp,
  urgent: IconAlertTriangle,
}
