import { fromHex } from '../../../octets';
import { AxdrReader, AxdrWriter } from '../../axdr';
import type { Decipher } from '../../envelope';
import {
  cipheredTag,
  envelopeOf,
  type ProtectedContents,
  readProtected,
  type ServiceCipheredType,
  serviceCipheredType,
  writeProtected,
} from '../ciphered';
import {
  encodeInitiateRequest,
  encodeInitiateResponse,
  INITIATE_REQUEST_TAG,
  INITIATE_RESPONSE_TAG,
  type InitiateRequest,
  type InitiateResponse,
  readInitiateRequest,
  readInitiateResponse,
} from '../initiate';
import {
  CONFIRMED_SERVICE_ERROR_TAG,
  readServiceFailure,
  type ServiceFailure,
  writeServiceFailure,
} from '../service-error';
import { OCTET_STRING, readOnly, writeNested } from './ber';

/** The xDLMS APDU that an ACSE APDU carries. */
export interface UserInformation {
  readonly initiateRequest?: InitiateRequest;
  readonly initiateResponse?: InitiateResponse;
  readonly confirmedServiceError?: ServiceFailure;
  /** How it was ciphered; once deciphered, the plain APDU is beside it. */
  readonly ciphering?: Ciphering;
  /** Lower-case hex of an APDU that is none of these. */
  readonly userInformation?: string;
}

export interface Ciphering extends ProtectedContents {
  readonly service: ServiceCipheredType;
}

/** The field's tag in all ACSE APDUs. */
export const USER_INFORMATION = 0xbe;

/** @param systemTitle The sender's, hex, where the same APDU says it. */
export function readUserInformation(
  field: AxdrReader | undefined,
  systemTitle: string | undefined,
  decipher: Decipher | undefined,
): UserInformation {
  if (field === undefined) return {};
  const contents = readOnly(field, OCTET_STRING);
  const service = serviceCipheredType(contents.peek());
  if (service === undefined) return readPlain(contents);
  contents.skip(1);
  const ciphering = { service, ...readProtected(contents) };
  contents.expectEnd();
  if (decipher === undefined) return { ciphering };
  const envelope = envelopeOf({ type: service, ...ciphering });
  const plain = decipher(
    systemTitle === undefined ? envelope : { ...envelope, systemTitle: fromHex(systemTitle) },
  );
  return { ciphering, ...readPlain(new AxdrReader(plain)) };
}

/** Writes the ciphered form where it is given, else the plain one. */
export function writeUserInformation(writer: AxdrWriter, information: UserInformation): void {
  const octets = encodeInformation(information);
  if (octets !== undefined) writeNested(writer, USER_INFORMATION, OCTET_STRING, octets);
}

function readPlain(reader: AxdrReader): UserInformation {
  const information = readKnown(reader);
  reader.expectEnd();
  return information;
}

function readKnown(reader: AxdrReader): UserInformation {
  switch (reader.peek()) {
    case INITIATE_REQUEST_TAG:
      reader.skip(1);
      return { initiateRequest: readInitiateRequest(reader) };
    case INITIATE_RESPONSE_TAG:
      reader.skip(1);
      return { initiateResponse: readInitiateResponse(reader) };
    case CONFIRMED_SERVICE_ERROR_TAG:
      reader.skip(1);
      return { confirmedServiceError: readServiceFailure(reader) };
    default:
      return { userInformation: reader.rest() };
  }
}

function encodeInformation(information: UserInformation): Uint8Array | undefined {
  const { ciphering, initiateRequest, initiateResponse, confirmedServiceError } = information;
  if (ciphering) {
    const writer = new AxdrWriter().u8(cipheredTag(ciphering.service));
    writeProtected(writer, ciphering);
    return writer.finish();
  }
  if (initiateRequest) return encodeInitiateRequest(initiateRequest);
  if (initiateResponse) return encodeInitiateResponse(initiateResponse);
  if (confirmedServiceError) {
    const writer = new AxdrWriter().u8(CONFIRMED_SERVICE_ERROR_TAG);
    writeServiceFailure(writer, confirmedServiceError);
    return writer.finish();
  }
  const { userInformation } = information;
  return userInformation === undefined ? undefined : fromHex(userInformation);
}
