import { enumeration, type NameIn } from '../../enumeration';

/** Application contexts: the last arc of 2.16.756.5.8.1.x. */
export const applicationContexts = enumeration('application context', {
  1: 'LN',
  2: 'SN',
  3: 'LN_WITH_CIPHERING',
  4: 'SN_WITH_CIPHERING',
});

/** Authentication mechanisms: the last arc of 2.16.756.5.8.2.x. */
export const mechanisms = enumeration('authentication mechanism', {
  0: 'none',
  1: 'lls',
  2: 'hls',
  3: 'hls-md5',
  4: 'hls-sha1',
  5: 'hls-gmac',
  6: 'hls-sha256',
  7: 'hls-ecdsa',
});

export const associationResults = enumeration('association result', {
  0: 'accepted',
  1: 'rejected-permanent',
  2: 'rejected-transient',
});

/** Which of the two sets of diagnostics: the tag in associate-source-diagnostic. */
export const diagnosticSources = enumeration('diagnostic source', {
  161: 'user',
  162: 'provider',
});

/** acse-service-user diagnostics. */
export const userDiagnostics = enumeration('user diagnostic', {
  0: 'null',
  1: 'no-reason-given',
  2: 'application-context-name-not-supported',
  3: 'calling-ap-title-not-recognized',
  4: 'calling-ap-invocation-identifier-not-recognized',
  5: 'calling-ae-qualifier-not-recognized',
  6: 'calling-ae-invocation-identifier-not-recognized',
  7: 'called-ap-title-not-recognized',
  8: 'called-ap-invocation-identifier-not-recognized',
  9: 'called-ae-qualifier-not-recognized',
  10: 'called-ae-invocation-identifier-not-recognized',
  11: 'authentication-mechanism-name-not-recognised',
  12: 'authentication-mechanism-name-required',
  13: 'authentication-failure',
  14: 'authentication-required',
});

/** acse-service-provider diagnostics. */
export const providerDiagnostics = enumeration('provider diagnostic', {
  0: 'null',
  1: 'no-reason-given',
  2: 'no-common-acse-version',
});

/** Reasons of RLRQ. */
export const releaseRequestReasons = enumeration('release reason', {
  0: 'normal',
  1: 'urgent',
  30: 'user-defined',
});

/** Reasons of RLRE. */
export const releaseResponseReasons = enumeration('release reason', {
  0: 'normal',
  1: 'not-finished',
  30: 'user-defined',
});

export type ApplicationContext = NameIn<typeof applicationContexts>;
export type Mechanism = NameIn<typeof mechanisms>;
export type AssociationResult = NameIn<typeof associationResults>;
export type DiagnosticSource = NameIn<typeof diagnosticSources>;
export type ReleaseRequestReason = NameIn<typeof releaseRequestReasons>;
export type ReleaseResponseReason = NameIn<typeof releaseResponseReasons>;
