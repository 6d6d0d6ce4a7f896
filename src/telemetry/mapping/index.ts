export { attributeList } from './attribute-list';
export { type Mapped, type MappingHints, type MeterScales, ObisMapper } from './obis-mapper';
export { type ObisOverride, ObisOverrides } from './obis-overrides';
export { type ProfileColumn, profileMessage } from './profile-message';
export { type PushTemplate, PushTemplates } from './push-templates';
