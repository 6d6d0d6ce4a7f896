import type { AxdrReader, AxdrWriter } from '../axdr';
import {
  type ConfirmedService,
  confirmedServices,
  type ErrorClass,
  type ExceptionServiceError,
  errorClasses,
  errorsOfClass,
  exceptionServiceErrors,
  type StateError,
  stateErrors,
} from '../service-errors';

/** ExceptionResponse: the meter does not process the request at all. */
export interface ExceptionResponse {
  readonly type: 'exception-response';
  readonly stateError: StateError;
  readonly serviceError: ExceptionServiceError;
  /** The lowest invocation counter that the meter will take, with `invocation-counter-error`. */
  readonly invocationCounter?: number;
}

/** What failed, and why. */
export interface ServiceFailure {
  readonly service: ConfirmedService;
  readonly errorClass: ErrorClass;
  readonly error: string;
}

export interface ConfirmedServiceError extends ServiceFailure {
  readonly type: 'confirmed-service-error';
}

export const CONFIRMED_SERVICE_ERROR_TAG = 14;

export function readExceptionResponse(reader: AxdrReader): ExceptionResponse {
  const stateError = stateErrors.name(reader.u8());
  const serviceError = exceptionServiceErrors.name(reader.u8());
  const head = { type: 'exception-response', stateError, serviceError } as const;
  if (serviceError !== 'invocation-counter-error') return head;
  if (reader.leniency && reader.remaining === 0) {
    reader.warn('the invocation counter is missing');
    return head;
  }
  return { ...head, invocationCounter: reader.u32() };
}

export function writeExceptionResponse(writer: AxdrWriter, response: ExceptionResponse): void {
  writer
    .u8(stateErrors.value(response.stateError))
    .u8(exceptionServiceErrors.value(response.serviceError));
  if (response.serviceError === 'invocation-counter-error') {
    writer.u32(response.invocationCounter ?? 0);
  }
}

export function readConfirmedServiceError(reader: AxdrReader): ConfirmedServiceError {
  return { type: 'confirmed-service-error', ...readServiceFailure(reader) };
}

export function readServiceFailure(reader: AxdrReader): ServiceFailure {
  const service = confirmedServices.name(reader.u8());
  const errorClass = errorClasses.name(reader.u8());
  return { service, errorClass, error: errorsOfClass(errorClass).name(reader.u8()) };
}

export function writeServiceFailure(writer: AxdrWriter, failure: ServiceFailure): void {
  writer
    .u8(confirmedServices.value(failure.service))
    .u8(errorClasses.value(failure.errorClass))
    .u8(errorsOfClass(failure.errorClass).value(failure.error));
}
