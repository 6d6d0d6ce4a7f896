import { CIPHERED_TYPES, type CipheredType } from '../../dlms/apdu/ciphered';
import type { AxdrReader } from '../../dlms/axdr';
import { decodeSecurityControl } from '../../dlms/security';
import {
  choice,
  inside,
  leaf,
  octetString,
  optional,
  type Part,
  sequence,
  u8,
  u32,
} from '../parts';
import { octetsText, words } from '../wording';
import { behindLength, DATE_TIME, systemTitleText } from './common';

const TAG_LENGTH = 12;

/** The security header, the text that it protects, and the authentication tag. */
const PROTECTED = behindLength('protected', (walk) => {
  const { authenticated, encrypted } = decodeSecurityControl(
    walk.note('security-control', u8, securityControlText),
  );
  walk.note('invocation-counter', u32, String);
  const tagLength = authenticated ? Math.min(TAG_LENGTH, walk.remaining) : 0;
  walk.note(encrypted ? 'ciphertext' : 'text', allBut(tagLength), () => '');
  walk.noteRest('authentication-tag', '');
});

const GENERAL_GLO_DED = sequence(octetString('system-title', systemTitleText), PROTECTED);

/** Who protected it, for whom, and when. */
const HEADER = sequence(
  octetString('transaction-id', octetsText),
  octetString('originator-system-title', systemTitleText),
  octetString('recipient-system-title', systemTitleText),
  DATE_TIME,
  octetString('other-information', octetsText),
);

const KEY_INFO = choice('key-info', {
  0: ['identified-key', inside(leaf('key-id', u8, keyText))],
  1: [
    'wrapped-key',
    inside(
      leaf('kek-id', u8, kekText),
      octetString('key-ciphered-data', () => ''),
    ),
  ],
  2: [
    'agreed-key',
    inside(
      octetString('key-parameters', octetsText),
      octetString('key-ciphered-data', () => ''),
    ),
  ],
});

const GENERAL_CIPHERING = sequence(HEADER, optional('key-info', KEY_INFO), PROTECTED);

export const GENERAL_SIGNING = sequence(
  HEADER,
  octetString('content', () => 'the signed APDU'),
  octetString('signature', () => 'not verified'),
);

const GENERAL_FORMS: Readonly<Partial<Record<CipheredType, Part>>> = {
  'general-ciphering': GENERAL_CIPHERING,
  'general-glo-ciphering': GENERAL_GLO_DED,
  'general-ded-ciphering': GENERAL_GLO_DED,
};

/** A ciphered APDU with its tag. */
export const CIPHERED: Part = (walk) => {
  const type = CIPHERED_TYPES.get(walk.reader.peek());
  if (type === undefined) return walk.reader.fail('tag', 'no tag of an APDU');
  walk.note('apdu', u8, () => type);
  (GENERAL_FORMS[type] ?? PROTECTED)(walk.deeper());
};

function securityControlText(octet: number): string {
  const { suite, authenticated, encrypted, broadcast, compressed } = decodeSecurityControl(octet);
  return words(
    `suite ${suite}`,
    authenticated && 'authenticated',
    encrypted && 'encrypted',
    !authenticated && !encrypted && 'not protected',
    broadcast && 'broadcast key',
    compressed && 'compressed',
  );
}

function allBut(count: number): (reader: AxdrReader) => Uint8Array {
  return (reader) => reader.take(reader.remaining - count);
}

function keyText(keyId: number): string {
  return ['global unicast encryption key', 'global broadcast encryption key'][keyId] ?? `${keyId}`;
}

function kekText(kekId: number): string {
  return kekId === 0 ? 'master key' : `${kekId}`;
}
