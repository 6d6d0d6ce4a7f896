export {
  dataIdOfDi,
  dataIdOfDi1997,
  findRegister,
  identifiersOf,
  type Register,
  type RegisterIds,
} from './catalogue';
export { type NamedAttribute, type NamedAttributes, namedAttributes } from './dlms-attributes';
export { dlmsReading, type Scale } from './dlms-readings';
export { dlt645Readings } from './dlt645-readings';
export {
  DLT645_REGISTERS,
  type Dlt645Registers,
  type OwnRegister,
  withOwnRegisters,
} from './dlt645-registers';
export { type Dlt645Match, searchDlt645 } from './dlt645-search';
export type { EventSeverity } from './event-severity';
export { keyOfFormerName, keyOfMisnamed, substituteOf } from './former-names';
export { LatestReadings } from './latest-readings';
export {
  attributeList,
  type Mapped,
  type MappingHints,
  MeterCatalogue,
  type MeterScales,
  ObisMapper,
  type ObisOverride,
  ObisOverrides,
  type ObjectValue,
  type ProfileColumn,
  type PushTemplate,
  PushTemplates,
  profileMessage,
  SCALER_UNIT_ATTRIBUTE,
} from './mapping';
export type { MeterClock } from './meter-time';
export { describeObis, type ObisDescription, searchObis } from './obis';
export {
  eventMessage,
  meterEventMessage,
  type Publication,
} from './publication';
export {
  isPublishable,
  type Quality,
  type Reading,
  type ReadingContext,
  type ReadingSet,
  type ReadingValue,
  readingSet,
  type Source,
  type Via,
} from './reading';
export { ReadingHistory, type Series } from './reading-history';
export { localTime, type MeterTime, TimeZone } from './time-zone';
export { DEFAULT_PREFIX, isMeterId, type MeterTopic, meterTopic } from './topics';
