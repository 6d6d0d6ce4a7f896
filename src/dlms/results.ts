import { enumeration, type NameIn } from './enumeration';

const COMMON_RESULTS = {
  0: 'success',
  1: 'hardware-fault',
  2: 'temporary-failure',
  3: 'read-write-denied',
  4: 'object-undefined',
  9: 'object-class-inconsistent',
  11: 'object-unavailable',
  12: 'type-unmatched',
  13: 'scope-of-access-violated',
  14: 'data-block-unavailable',
  250: 'other-reason',
} as const;

/** Data-Access-Result (IEC 62056-5-3, 9.5). */
export const dataAccessResults = enumeration('data-access-result', {
  ...COMMON_RESULTS,
  15: 'long-get-aborted',
  16: 'no-long-get-in-progress',
  17: 'long-set-aborted',
  18: 'no-long-set-in-progress',
  19: 'data-block-number-invalid',
});

/** Action-Result. */
export const actionResults = enumeration('action-result', {
  ...COMMON_RESULTS,
  15: 'long-action-aborted',
  16: 'no-long-action-in-progress',
});

export type DataAccessResult = NameIn<typeof dataAccessResults>;
export type ActionResult = NameIn<typeof actionResults>;
