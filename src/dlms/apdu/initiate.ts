import { type AxdrReader, AxdrWriter } from '../axdr';
import { type Conformance, readConformance, writeConformance } from '../conformance';

/** xDLMS InitiateRequest (IEC 62056-5-3, 9.5): what the client proposes. */
export interface InitiateRequest {
  readonly dlmsVersion: number;
  readonly conformance: readonly Conformance[];
  /** Octets of the longest APDU that the client takes; 0 is no limit. */
  readonly maxPduSize: number;
  readonly responseAllowed: boolean;
  /** Lower-case hex. */
  readonly dedicatedKey?: string;
  readonly qualityOfService?: number;
}

/** xDLMS InitiateResponse: what the server grants. */
export interface InitiateResponse {
  readonly dlmsVersion: number;
  readonly conformance: readonly Conformance[];
  readonly maxPduSize: number;
  /** 0007H with logical names, FA00H with short names. */
  readonly vaaName: number;
  readonly qualityOfService?: number;
}

/** The same as APDUs of their own, which is what is ciphered in an association with ciphering. */
export type InitiateRequestApdu = { readonly type: 'initiate-request' } & InitiateRequest;
export type InitiateResponseApdu = { readonly type: 'initiate-response' } & InitiateResponse;

export const INITIATE_REQUEST_TAG = 1;
export const INITIATE_RESPONSE_TAG = 8;

/** An InitiateRequest behind its tag. */
export function readInitiateRequest(reader: AxdrReader): InitiateRequest {
  const dedicatedKey = reader.present() ? reader.octetString() : undefined;
  // BOOLEAN DEFAULT TRUE: absent means true.
  const responseAllowed = reader.present() ? reader.boolean() : true;
  const qualityOfService = reader.present() ? reader.i8() : undefined;
  return {
    dlmsVersion: reader.u8(),
    conformance: readConformance(reader),
    maxPduSize: reader.u16(),
    responseAllowed,
    ...(dedicatedKey === undefined ? {} : { dedicatedKey }),
    ...(qualityOfService === undefined ? {} : { qualityOfService }),
  };
}

export function writeInitiateRequest(writer: AxdrWriter, request: InitiateRequest): void {
  writer.optional(request.dedicatedKey, (key) => writer.octetString(key));
  writer.optional(request.responseAllowed ? undefined : false, (allowed) =>
    writer.boolean(allowed),
  );
  writer.optional(request.qualityOfService, (quality) => writer.i8(quality));
  writer.u8(request.dlmsVersion);
  writeConformance(writer, request.conformance);
  writer.u16(request.maxPduSize);
}

/** An InitiateRequest with its tag, as AARQ carries it, plain or ciphered. */
export function encodeInitiateRequest(request: InitiateRequest): Uint8Array {
  const writer = new AxdrWriter().u8(INITIATE_REQUEST_TAG);
  writeInitiateRequest(writer, request);
  return writer.finish();
}

/** An InitiateResponse behind its tag. */
export function readInitiateResponse(reader: AxdrReader): InitiateResponse {
  const qualityOfService = reader.present() ? reader.i8() : undefined;
  return {
    dlmsVersion: reader.u8(),
    conformance: readConformance(reader),
    maxPduSize: reader.u16(),
    vaaName: reader.u16(),
    ...(qualityOfService === undefined ? {} : { qualityOfService }),
  };
}

export function writeInitiateResponse(writer: AxdrWriter, response: InitiateResponse): void {
  writer.optional(response.qualityOfService, (quality) => writer.i8(quality));
  writer.u8(response.dlmsVersion);
  writeConformance(writer, response.conformance);
  writer.u16(response.maxPduSize).u16(response.vaaName);
}

/** An InitiateResponse with its tag, as AARE carries it, plain or ciphered. */
export function encodeInitiateResponse(response: InitiateResponse): Uint8Array {
  const writer = new AxdrWriter().u8(INITIATE_RESPONSE_TAG);
  writeInitiateResponse(writer, response);
  return writer.finish();
}
