import { AxdrReader, AxdrWriter } from '../axdr';
import type { CipheredEnvelope, KeyInfo } from '../envelope';
import {
  GENERAL_CIPHERING,
  GENERAL_DED_CIPHERING,
  GENERAL_GLO_CIPHERING,
  serviceOfTag,
} from './ciphered-service';

const GENERAL_NAMES: ReadonlyMap<number, string> = new Map([
  [GENERAL_GLO_CIPHERING, 'general-glo-ciphering'],
  [GENERAL_DED_CIPHERING, 'general-ded-ciphering'],
  [GENERAL_CIPHERING, 'general-ciphering'],
]);
/** transaction-id, originator- and recipient-system-title, date-time, other-information. */
const HEADER_FIELDS_AFTER_ORIGINATOR = 3;

/** Whether an APDU with this tag is an envelope around another one. */
export function isCipheredTag(tag: number): boolean {
  return envelopeName(tag) !== undefined;
}

function envelopeName(tag: number): string | undefined {
  return GENERAL_NAMES.get(tag) ?? serviceOfTag(tag)?.name;
}

/**
 * The envelope of a ciphered APDU, not yet opened (IEC 62056-5-3, 8.2 and 8.3).
 * @throws FrameError `tag` where the APDU or its key-info is of no known kind, `truncated`, `end`.
 */
export function parseEnvelope(octets: Uint8Array): CipheredEnvelope {
  const reader = new AxdrReader(octets);
  const tag = reader.u8();
  const service = envelopeName(tag) ?? reader.fail('tag', 'not a ciphered APDU', 0);
  const header = readHeader(reader, tag);
  const content = reader.part(reader.length());
  reader.expectEnd();
  return {
    service,
    tag,
    ...header,
    securityControl: content.u8(),
    invocationCounter: content.u32(),
    ciphertext: content.take(content.remaining),
  };
}

function readHeader(
  reader: AxdrReader,
  tag: number,
): Pick<CipheredEnvelope, 'systemTitle' | 'authenticatedHeader' | 'keyInfo'> {
  if (tag === GENERAL_GLO_CIPHERING || tag === GENERAL_DED_CIPHERING) {
    return { systemTitle: takeOctetString(reader) };
  }
  if (tag !== GENERAL_CIPHERING) return {};
  const start = reader.position;
  takeOctetString(reader);
  const systemTitle = takeOctetString(reader);
  for (let field = 0; field < HEADER_FIELDS_AFTER_ORIGINATOR; field++) takeOctetString(reader);
  const authenticatedHeader = reader.octets.subarray(start, reader.position);
  return reader.present()
    ? { systemTitle, authenticatedHeader, keyInfo: readKeyInfo(reader) }
    : { systemTitle, authenticatedHeader };
}

function readKeyInfo(reader: AxdrReader): KeyInfo {
  const choice = reader.u8();
  switch (choice) {
    case 0:
      return { type: 'identified-key', keyId: reader.u8() };
    case 1:
      return {
        type: 'wrapped-key',
        kekId: reader.u8(),
        keyCipheredData: reader.octetString(),
      };
    case 2:
      return {
        type: 'agreed-key',
        keyParameters: reader.octetString(),
        keyCipheredData: reader.octetString(),
      };
    default:
      reader.fail('tag', `key-info ${choice} is unknown`, reader.position - 1);
  }
}

function takeOctetString(reader: AxdrReader): Uint8Array {
  return reader.take(reader.length());
}

/** The octets of an envelope, as `parseEnvelope` reads them. @throws RangeError for numbers that do not fit. */
export function encodeEnvelope(envelope: Omit<CipheredEnvelope, 'service'>): Uint8Array {
  const content = new AxdrWriter()
    .u8(envelope.securityControl)
    .u32(envelope.invocationCounter)
    .octets(envelope.ciphertext)
    .finish();
  const writer = new AxdrWriter().u8(envelope.tag);
  writeHeader(writer, envelope);
  return writer.count(content.length).octets(content).finish();
}

function writeHeader(writer: AxdrWriter, envelope: Omit<CipheredEnvelope, 'service'>): void {
  const { tag, systemTitle = new Uint8Array(), authenticatedHeader, keyInfo } = envelope;
  if (tag === GENERAL_GLO_CIPHERING || tag === GENERAL_DED_CIPHERING) {
    writer.count(systemTitle.length).octets(systemTitle);
  }
  if (tag !== GENERAL_CIPHERING) return;
  if (!authenticatedHeader) throw new RangeError('general-ciphering needs its header');
  writer.octets(authenticatedHeader).optional(keyInfo, (info) => writeKeyInfo(writer, info));
}

function writeKeyInfo(writer: AxdrWriter, info: KeyInfo): void {
  switch (info.type) {
    case 'identified-key':
      writer.u8(0).u8(info.keyId);
      break;
    case 'wrapped-key':
      writer.u8(1).u8(info.kekId).octetString(info.keyCipheredData);
      break;
    case 'agreed-key':
      writer.u8(2).octetString(info.keyParameters).octetString(info.keyCipheredData);
  }
}
