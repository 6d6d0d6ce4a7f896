import { FrameError } from '../octets';
import type { Apdu, PlainApdu } from './apdu/apdu';
import {
  CIPHERED_TYPES,
  type Ciphered,
  envelopeOf,
  isCiphered,
  readCiphered,
} from './apdu/ciphered';
import { CODECS, type Codec } from './apdu/codecs';
import { readRegisterAnswer } from './apdu/register-answer';
import { AxdrReader, type Leniency } from './axdr';
import type { Decipher } from './envelope';

export interface DecodeOptions {
  /**
   * Survive answers that break the standard in ways seen in the field; the result says so in `warnings`.
   * What keeps to the standard is decoded as without.
   */
  readonly lenient?: boolean;
  /** Opens ciphered APDUs; without it, they are decoded as far as they can be read. */
  readonly decipher?: Decipher | undefined;
}

type PlainReader = Codec<PlainApdu>['read'];

const READERS = readersByTag();

/** Ciphered within ciphered: no more than an end-to-end protection inside a hop's. */
const MAX_CIPHERING_DEPTH = 3;

/**
 * An APDU, the whole of `octets`, as plain JSON told apart by `type` (IEC 62056-5-3, 9.4 and 9.5).
 * @throws FrameError where the octets are no APDU; also whatever `decipher` throws.
 */
export function decodeApdu(octets: Uint8Array, options: DecodeOptions = {}): Apdu {
  return readRegisterAnswer(octets) ?? decodeNested(octets, options, 0);
}

function decodeNested(octets: Uint8Array, options: DecodeOptions, depth: number): Apdu {
  const { lenient, decipher } = options;
  const apdu = lenient ? readLeniently(octets, decipher) : read(new AxdrReader(octets), decipher);
  if (decipher === undefined || !isCiphered(apdu)) return apdu;
  return open(apdu, octets, { ...options, decipher }, depth);
}

/** The strict reading where there is one, else what can be made of the octets. */
function readLeniently(octets: Uint8Array, decipher: Decipher | undefined): Apdu {
  try {
    return read(new AxdrReader(octets), decipher);
  } catch (fault) {
    const apdu = fault instanceof FrameError ? survive(octets, decipher) : undefined;
    if (apdu === undefined) throw fault;
    return apdu;
  }
}

/** The lenient reading, or `undefined` where it finds fault too. */
function survive(octets: Uint8Array, decipher: Decipher | undefined): Apdu | undefined {
  const leniency: Leniency = { warnings: [] };
  try {
    const apdu = read(new AxdrReader(octets, leniency), decipher);
    return { ...apdu, warnings: leniency.warnings };
  } catch (fault) {
    if (fault instanceof FrameError) return undefined;
    throw fault;
  }
}

function read(reader: AxdrReader, decipher: Decipher | undefined): Apdu {
  const tag = reader.u8();
  const readPlain = READERS[tag];
  const apdu = readPlain
    ? readPlain(reader, decipher)
    : readCiphered(reader, CIPHERED_TYPES.get(tag) ?? refuseTag(reader, tag));
  reader.expectEnd();
  return apdu;
}

function refuseTag(reader: AxdrReader, tag: number): never {
  return reader.fail('tag', `${tag} is no tag of an APDU`, 0);
}

function open(
  apdu: Ciphered,
  octets: Uint8Array,
  options: DecodeOptions & { readonly decipher: Decipher },
  depth: number,
): Apdu {
  if (depth >= MAX_CIPHERING_DEPTH) {
    throw new FrameError('depth', `ciphered more than ${MAX_CIPHERING_DEPTH} times`, octets);
  }
  const plain = options.decipher(envelopeOf(apdu));
  return { ...apdu, decrypted: decodeNested(plain, options, depth + 1) };
}

function readersByTag(): readonly (PlainReader | undefined)[] {
  const readers = new Array<PlainReader | undefined>(256).fill(undefined);
  for (const { tag, read } of Object.values(CODECS)) readers[tag] = read;
  return readers;
}
