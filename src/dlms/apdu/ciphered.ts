import { fromHex } from '../../octets';
import type { AxdrReader, AxdrWriter } from '../axdr';
import type { CipheredEnvelope, KeyInfo } from '../envelope';
import { readKeyInfo, writeKeyInfo } from './key-info';
import { headerOctets, type ProtectionHeader, readHeader } from './protection-header';

/** The security header and what it protects (IEC 62056-5-3, 9.2.7.2.4). */
export interface ProtectedContents {
  readonly securityControl: number;
  readonly invocationCounter: number;
  /** Lower-case hex, with the authentication tag, if any, at its end. */
  readonly ciphertext: string;
}

/** Services with a ciphered form, by the tag of the form with a global key. */
const GLOBAL_TAGS = {
  'initiate-request': 33,
  'read-request': 37,
  'write-request': 38,
  'initiate-response': 40,
  'read-response': 44,
  'write-response': 45,
  'confirmed-service-error': 46,
  'unconfirmed-write-request': 54,
  'information-report': 56,
  'get-request': 200,
  'set-request': 201,
  'event-notification': 202,
  'action-request': 203,
  'get-response': 204,
  'set-response': 205,
  'action-response': 207,
} as const;

type CipheredService = keyof typeof GLOBAL_TAGS;

export type ServiceCipheredType = `glo-${CipheredService}` | `ded-${CipheredService}`;

export type CipheredType =
  | ServiceCipheredType
  | 'general-glo-ciphering'
  | 'general-ded-ciphering'
  | 'general-ciphering';

/** The tags of all ciphered APDUs; those with a dedicated key follow the global ones at a fixed distance. */
const CIPHERED_TAGS: ReadonlyMap<CipheredType, number> = new Map([
  ...Object.entries(GLOBAL_TAGS).flatMap(([service, tag]): [CipheredType, number][] => [
    [`glo-${service as CipheredService}`, tag],
    [`ded-${service as CipheredService}`, tag < 0x80 ? tag + 32 : tag + 8],
  ]),
  ['general-glo-ciphering', 219],
  ['general-ded-ciphering', 220],
  ['general-ciphering', 221],
]);

export const CIPHERED_TYPES: ReadonlyMap<number, CipheredType> = new Map(
  [...CIPHERED_TAGS].map(([type, tag]) => [tag, type]),
);

export interface ServiceCiphering extends ProtectedContents {
  readonly type: ServiceCipheredType;
}

export interface GeneralGloDedCiphering extends ProtectedContents {
  readonly type: 'general-glo-ciphering' | 'general-ded-ciphering';
  /** The sender's, lower-case hex; may be empty where it is known. */
  readonly systemTitle: string;
}

export interface GeneralCiphering extends ProtectionHeader, ProtectedContents {
  readonly type: 'general-ciphering';
  readonly keyInfo: KeyInfo | null;
}

export type Ciphered = ServiceCiphering | GeneralGloDedCiphering | GeneralCiphering;

const SECURITY_HEADER_LENGTH = 5;

/** What a security context needs to decipher an APDU. */
export function envelopeOf(apdu: Ciphered): CipheredEnvelope {
  const { type: service, securityControl, invocationCounter } = apdu;
  const common = {
    service,
    tag: cipheredTag(service),
    securityControl,
    invocationCounter,
    ciphertext: fromHex(apdu.ciphertext),
  };
  if (apdu.type === 'general-ciphering') {
    return {
      ...common,
      systemTitle: fromHex(apdu.originatorSystemTitle),
      authenticatedHeader: headerOctets(apdu),
      ...(apdu.keyInfo ? { keyInfo: apdu.keyInfo } : {}),
    };
  }
  return 'systemTitle' in apdu ? { ...common, systemTitle: fromHex(apdu.systemTitle) } : common;
}

/** Length, security control, invocation counter, and the rest of that length. */
export function readProtected(reader: AxdrReader): ProtectedContents {
  const contents = reader.part(reader.length());
  return {
    securityControl: contents.u8(),
    invocationCounter: contents.u32(),
    ciphertext: contents.rest(),
  };
}

export function writeProtected(writer: AxdrWriter, contents: ProtectedContents): void {
  const ciphertext = fromHex(contents.ciphertext);
  writer
    .count(SECURITY_HEADER_LENGTH + ciphertext.length)
    .u8(contents.securityControl)
    .u32(contents.invocationCounter)
    .octets(ciphertext);
}

/** A ciphered APDU behind its tag. */
export function readCiphered(reader: AxdrReader, type: CipheredType): Ciphered {
  switch (type) {
    case 'general-ciphering':
      return {
        type,
        ...readHeader(reader),
        keyInfo: reader.present() ? readKeyInfo(reader) : null,
        ...readProtected(reader),
      };
    case 'general-glo-ciphering':
    case 'general-ded-ciphering':
      return { type, systemTitle: reader.octetString(), ...readProtected(reader) };
    default:
      return { type, ...readProtected(reader) };
  }
}

/** A ciphered APDU with its tag. */
export function writeCiphered(writer: AxdrWriter, apdu: Ciphered): void {
  writer.u8(cipheredTag(apdu.type));
  if (apdu.type === 'general-ciphering') {
    writer.octets(headerOctets(apdu));
    writer.optional(apdu.keyInfo, (keyInfo) => writeKeyInfo(writer, keyInfo));
  } else if ('systemTitle' in apdu) {
    writer.octetString(apdu.systemTitle);
  }
  writeProtected(writer, apdu);
}

/** Whether an APDU is ciphered, judged by its type. */
export function isCiphered<Other extends { readonly type: string }>(
  apdu: Ciphered | Other,
): apdu is Ciphered {
  return (CIPHERED_TAGS as ReadonlyMap<string, number>).has(apdu.type);
}

/** The service-specific ciphered APDU with this tag. */
export function serviceCipheredType(tag: number): ServiceCipheredType | undefined {
  const type = CIPHERED_TYPES.get(tag);
  return type && isServiceSpecific(type) ? type : undefined;
}

function isServiceSpecific(type: CipheredType): type is ServiceCipheredType {
  return !type.startsWith('general-');
}

/** @throws RangeError where no ciphered APDU is called so. */
export function cipheredTag(type: CipheredType): number {
  const tag = CIPHERED_TAGS.get(type);
  if (tag === undefined) throw new RangeError(`"${type}" is no ciphered APDU`);
  return tag;
}
