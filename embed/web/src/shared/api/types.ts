import type { components } from './schema.gen'

/*
 * The words of the API under the names that the apps use. Times are RFC 3339 in UTC, money is in minor units,
 * VAT in basis points, quantities in thousandths.
 */
type Schemas = components['schemas']

export type Money = number

export type Session = Schemas['Session']
export type User = Schemas['User']
export type UserInput = Schemas['CreateUserInputBody']
export type Role = User['roles'][number]
export type Colleague = Schemas['Colleague']

export type Dealership = Schemas['Dealership']
export type Brand = Schemas['Brand']

export type Device = Schemas['Device']
export type DeviceState = Device['state']
export type Pairing = Schemas['Pairing']
export type PairedDevice = Schemas['PairedDevice']
export type DeviceSelf = Schemas['OwnDeviceOutputBody']

export type Checklist = Schemas['Checklist']
export type ChecklistCategory = Schemas['ChecklistCategory']
export type ChecklistLine = Schemas['ChecklistLine']

export type Measure = Schemas['Measure']
export type MeasureKind = Measure['kind']
export type MeasurePlace = Schemas['MeasurePlace']
export type MeasuredValue = Schemas['MeasuredValue']
export type Measurement = Schemas['InterventionMeasurement']

export type InterventionRow = Schemas['InterventionRow']
export type InterventionPage = Schemas['ListInterventionsOutputBody']
export type Intervention = Schemas['Intervention']
export type Mode = InterventionRow['mode']
export type Module = InterventionRow['module']
export type Status = InterventionRow['status']
export type Person = Schemas['Person']
export type Vehicle = Schemas['Vehicle']
export type Customer = Schemas['Customer']
export type Title = Customer['title']
export type InternalMessage = Schemas['InternalMessage']
export type Answer = Schemas['InterventionAnswer']
export type HistoryEntry = Schemas['InterventionHistory']
export type Sending = Schemas['Sending']
export type Origin = Schemas['AcceptManuallyInputBody']['origin']

export type Work = Schemas['InterventionWork']
export type Urgency = Work['urgency']
export type Finding = NonNullable<Work['finding']>
export type Decision = Work['decision']
export type Discount = Schemas['Discount']
export type Amounts = Schemas['Price']
export type Totals = Schemas['Totals']
/** A work as the apps write it: whole, so that two can be compared. */
export type WorkInput = Required<Schemas['WorkInput']>

export type Media = Schemas['Media']
export type MediaKind = Media['kind']
export type MediaPurpose = Media['purpose']

/** The fields of a file that a PATCH may carry; only the changed ones are sent. */
export type InterventionPatch = Omit<Schemas['UpdateInterventionInputBody'], 'version'>
export type InterventionInput = Schemas['CreateInterventionInputBody']

/** What the office asks about: whether the signed-in user may do something at all. */
export type Right =
  | 'interventions.read'
  | 'interventions.write'
  | 'interventions.send'
  | 'interventions.share'
  | 'interventions.close'
  | 'interventions.delete'
  | 'media.write'
  | 'users.manage'
  | 'devices.manage'
  | 'dealership.read'
  | 'dealership.manage'
  | 'colleagues.read'
  | 'changes.read'
