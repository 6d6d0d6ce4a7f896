export {
  type CaptureObject,
  captureObjectData,
  captureObjectOf,
  captureObjectsOf,
  obisData,
  obisOf,
} from './capture-object';
export {
  type ClockStatus,
  clockStatusOf,
  type DeviationPolicy,
  dateOf,
  dateTimeData,
  dateTimeOf,
  epochMilliseconds,
  isoDateTime,
  localMilliseconds,
  secondsLater,
  timeOf,
  utcOffset,
} from './clock';
export {
  type AttributeAccess,
  type MethodAccess,
  type ObjectListElement,
  objectListOf,
} from './object-list';
export { type Cell, type ProfileColumns, plainRows, profileRows } from './profile';
export { entriesByList, entriesByOwnList, type PushEntry, selfDescribedEntries } from './push';
export {
  numberOf,
  type ScaledValue,
  type ScalerUnit,
  scaled,
  scalerUnitData,
  scalerUnitOf,
} from './scaler-unit';
export { unitName } from './units';
