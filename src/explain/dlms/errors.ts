import {
  confirmedServices,
  errorClasses,
  errorsOfClass,
  exceptionServiceErrors,
  stateErrors,
} from '../../dlms/service-errors';
import { leaf, type Part, sequence, u8, u32 } from '../parts';

const INVOCATION_COUNTER_ERROR = 6;

export const CONFIRMED_SERVICE_ERROR: Part = (walk) => {
  walk.note('service', u8, confirmedServices.name);
  const errorClass = errorClasses.name(walk.note('error class', u8, errorClasses.name));
  walk.note('error', u8, errorsOfClass(errorClass).name);
};

/** A sequence, so that a lenient decoder may do without it. */
const EXPECTED_COUNTER = sequence(
  leaf('invocation-counter', u32, (counter) => `${counter} is the least that is taken`),
);

export const EXCEPTION_RESPONSE: Part = (walk) => {
  walk.note('state-error', u8, stateErrors.name);
  const error = walk.note('service-error', u8, exceptionServiceErrors.name);
  if (error === INVOCATION_COUNTER_ERROR) EXPECTED_COUNTER(walk);
};
