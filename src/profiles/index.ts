export { wishedAssociations } from './association';
export { EM114070_PROFILE, GENERIC } from './built-in';
export type { BillingProfile, LoadProfile, MeterProfile, RegisterGroup } from './profile';
export { ProfileBook, type ProfileBookOptions } from './profile-book';
export type { AssociationWish } from './profile-file';
