import { type Enumeration, enumeration, type NameIn } from './enumeration';

/** state-error of an ExceptionResponse. */
export const stateErrors = enumeration('state-error', {
  1: 'service-not-allowed',
  2: 'service-unknown',
});

/** service-error of an ExceptionResponse. */
export const exceptionServiceErrors = enumeration('service-error', {
  1: 'operation-not-possible',
  2: 'service-not-supported',
  3: 'other-reason',
  4: 'pdu-too-long',
  5: 'deciphering-error',
  6: 'invocation-counter-error',
});

/** The choice of a ConfirmedServiceError: the service that failed. */
export const confirmedServices = enumeration('confirmed service', {
  1: 'initiate-error',
  2: 'get-status',
  3: 'get-name-list',
  4: 'get-variable-attribute',
  5: 'read',
  6: 'write',
  7: 'get-data-set-attribute',
  8: 'get-ti-attribute',
  9: 'change-scope',
  10: 'start',
  11: 'stop',
  12: 'resume',
  13: 'make-usable',
  14: 'initiate-load',
  15: 'load-segment',
  16: 'terminate-load',
  17: 'initiate-upload',
  18: 'upload-segment',
  19: 'terminate-upload',
});

/** The choice of a ServiceError. */
export const errorClasses = enumeration('error class', {
  0: 'application-reference',
  1: 'hardware-resource',
  2: 'vde-state-error',
  3: 'service',
  4: 'definition',
  5: 'access',
  6: 'initiate',
  7: 'load-data-set',
  8: 'change-scope',
  9: 'task',
  10: 'other',
});

const UNNAMED: Enumeration = enumeration('error', { 0: 'other' });

const ERRORS_BY_CLASS: ReadonlyMap<string, Enumeration> = new Map(
  Object.entries<Enumeration>({
    'application-reference': enumeration('application-reference error', {
      0: 'other',
      1: 'time-elapsed',
      2: 'application-unreachable',
      3: 'application-reference-invalid',
      4: 'application-context-unsupported',
      5: 'provider-communication-error',
      6: 'deciphering-error',
    }),
    'hardware-resource': enumeration('hardware-resource error', {
      0: 'other',
      1: 'memory-unavailable',
      2: 'processor-resource-unavailable',
      3: 'mass-storage-unavailable',
      4: 'other-resource-unavailable',
    }),
    'vde-state-error': enumeration('vde-state-error', {
      0: 'other',
      1: 'no-dlms-context',
      2: 'loading-data-set',
      3: 'status-nochange',
      4: 'status-inoperable',
    }),
    service: enumeration('service error', {
      0: 'other',
      1: 'pdu-size',
      2: 'service-unsupported',
    }),
    definition: enumeration('definition error', {
      0: 'other',
      1: 'object-undefined',
      2: 'object-class-inconsistent',
      3: 'object-attribute-inconsistent',
    }),
    access: enumeration('access error', {
      0: 'other',
      1: 'scope-of-access-violated',
      2: 'object-access-violated',
      3: 'hardware-fault',
      4: 'object-unavailable',
    }),
    initiate: enumeration('initiate error', {
      0: 'other',
      1: 'dlms-version-too-low',
      2: 'incompatible-conformance',
      3: 'pdu-size-too-short',
      4: 'refused-by-the-vde-handler',
    }),
    'load-data-set': enumeration('load-data-set error', {
      0: 'other',
      1: 'primitive-out-of-sequence',
      2: 'not-loadable',
      3: 'dataset-size-too-large',
      4: 'not-awaited-segment',
      5: 'interpretation-failure',
      6: 'storage-failure',
      7: 'data-set-not-ready',
    }),
    task: enumeration('task error', {
      0: 'other',
      1: 'no-remote-control',
      2: 'ti-stopped',
      3: 'ti-running',
      4: 'ti-unusable',
    }),
  }),
);

/** The names of the errors of one class. */
export function errorsOfClass(errorClass: string): Enumeration {
  return ERRORS_BY_CLASS.get(errorClass) ?? UNNAMED;
}

export type StateError = NameIn<typeof stateErrors>;
export type ExceptionServiceError = NameIn<typeof exceptionServiceErrors>;
export type ConfirmedService = NameIn<typeof confirmedServices>;
export type ErrorClass = NameIn<typeof errorClasses>;
