export { attributeList } from './attribute-list';
export { MeterCatalogue, type ObjectValue } from './meter-catalogue';
export { type Mapped, type MappingHints, type MeterScales, ObisMapper } from './obis-mapper';
export { type ObisOverride, ObisOverrides } from './obis-overrides';
export { type ProfileColumn, profileMessage } from './profile-message';
export { type PushTemplate, PushTemplates } from './push-templates';
export { SCALER_UNIT_ATTRIBUTE } from './usual-scale';
