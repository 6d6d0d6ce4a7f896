export {
  type AssociationProfile,
  type Authentication,
  DEFAULT_ADDRESSES,
  type DlmsAddresses,
  dlmsForms,
  introducingForms,
  type SecurityProfile,
  type SigningKeys,
  type TransportProfile,
} from './association-profile';
export { DlmsClient, type HearProof, type RequestOptions } from './dlms-client';
export type { CounterStore } from './fresh-counter';
export type { GetResult } from './get';
export { type KeyTexts, keyedProfiles } from './keyed-profile';
export { Leaps } from './leaps';
export { hasBeenAsked, learnAs } from './learned';
export { type CatalogueEntry, knownCatalogue, readCatalogue } from './object-catalogue';
export {
  clockColumn,
  isDone,
  type ProfileCursor,
  type Row,
  type Span,
  timeOfRow,
} from './profile-cursor';
export { rememberedForm } from './profile-order';
export { type ProfilePart, type ProfileRequest, readProfile, startProfile } from './read-profile';
export { readScale, readScales, rememberScale, toldScale } from './scale';
