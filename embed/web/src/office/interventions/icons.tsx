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
  IconMessage2Share,
  IconMessageCheck,
  IconSend,
  IconShieldCheck,
  IconThumbUp,
  IconTool,
} from '@tabler/icons-react'
import type { Module, Urgency } from '../../shared/api/types'
import type { Standing } from '../../shared/modules'

export const moduleIcons: Record<Module, Icon> = {
  mechanics: IconTool,
  bodywork: IconCar,
  warranty: IconShieldCheck,
  uc_stock: IconCarGarage,
  direct_message: IconMessage2Heart,
}

export const statusIcons: Record<Standing, Icon> = {
  pending: IconClock,
  ready: IconMessage2Share,
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
