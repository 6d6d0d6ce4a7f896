import {
  applicationContexts,
  associationResults,
  mechanisms,
  providerDiagnostics,
  releaseRequestReasons,
  releaseResponseReasons,
  userDiagnostics,
} from '../../dlms/apdu/acse/names';
import { INITIATE_REQUEST_TAG, INITIATE_RESPONSE_TAG } from '../../dlms/apdu/initiate';
import { CONFIRMED_SERVICE_ERROR_TAG } from '../../dlms/apdu/service-error';
import type { AxdrReader } from '../../dlms/axdr';
import { choice, either, inside, leaf, loosely, type Part, rest, u8 } from '../parts';
import type { Walk } from '../walk';
import { octetCount, octetsText } from '../wording';
import { systemTitleText } from './common';
import { CONFIRMED_SERVICE_ERROR } from './errors';
import { INITIATE_REQUEST, INITIATE_RESPONSE } from './initiate';
import { CIPHERED } from './protection';

/** The fields of an ACSE APDU by their BER tag, and what their contents are. */
type Fields = Readonly<Record<number, readonly [name: string, contents: Part]>>;

const USER_INFORMATION_TAG = 0xbe;

const OCTETS = rest('octets', octetsText);
const OBJECT_IDENTIFIER = rest('object identifier', objectIdentifierText);
const VERSION = rest('bits', (octets) => (octets.at(-1) === 0x80 ? 'version 1' : ''));
const BITS = rest('bits', (octets) => (octets.at(-1) === 0x80 ? 'authentication' : ''));

/** An element inside an element: its tag and length, and its contents. */
function element(name: string, contents: Part): Part {
  return (walk) => {
    const length = walk.note(name, lengthBehindTag, (value) => octetCount({ length: value }));
    contents(walk.part(length));
  };
}

const TAGGED_IDENTIFIER = element('OBJECT IDENTIFIER', OBJECT_IDENTIFIER);
const SYSTEM_TITLE = element('OCTET STRING', rest('system title', systemTitleText));
const CERTIFICATE = element('OCTET STRING', rest('certificate', octetCount));
const NUMBER = integer(String);
const AUTHENTICATION_VALUE = element('charstring', rest('value', octetsText));

function integer(say: (value: number) => string): Part {
  return element(
    'INTEGER',
    rest('value', (octets) => say(octets.reduce(bigEndian, 0))),
  );
}

function bigEndian(high: number, octet: number): number {
  return high * 0x100 + octet;
}

const DIAGNOSTIC = choice('source', {
  161: ['acse-service-user', lengthThen(integer(userDiagnostics.name))],
  162: ['acse-service-provider', lengthThen(integer(providerDiagnostics.name))],
});

function lengthThen(part: Part): Part {
  return (walk) => part(walk.part(walk.note('length', (reader) => reader.length(), String)));
}

/** The xDLMS APDU inside, with its tag. */
const USER_INFORMATION = element(
  'OCTET STRING',
  either(
    choice('apdu', {
      [INITIATE_REQUEST_TAG]: ['initiate-request', inside(INITIATE_REQUEST)],
      [INITIATE_RESPONSE_TAG]: ['initiate-response', inside(INITIATE_RESPONSE)],
      [CONFIRMED_SERVICE_ERROR_TAG]: ['confirmed-service-error', inside(CONFIRMED_SERVICE_ERROR)],
    }),
    CIPHERED,
  ),
);

const COMMON: Fields = {
  128: ['protocol-version', VERSION],
  161: ['application-context-name', TAGGED_IDENTIFIER],
};

export const AARQ = contents({
  ...COMMON,
  162: ['called-AP-title', OCTETS],
  163: ['called-AE-qualifier', OCTETS],
  164: ['called-AP-invocation-id', OCTETS],
  165: ['called-AE-invocation-id', OCTETS],
  166: ['calling-AP-title', SYSTEM_TITLE],
  167: ['calling-AE-qualifier', CERTIFICATE],
  168: ['calling-AP-invocation-id', NUMBER],
  169: ['calling-AE-invocation-id', NUMBER],
  138: ['sender-acse-requirements', BITS],
  139: ['mechanism-name', OBJECT_IDENTIFIER],
  172: ['calling-authentication-value', AUTHENTICATION_VALUE],
  189: ['implementation-information', OCTETS],
  [USER_INFORMATION_TAG]: ['user-information', USER_INFORMATION],
});

export const AARE = contents({
  ...COMMON,
  162: ['result', integer(associationResults.name)],
  163: ['result-source-diagnostic', DIAGNOSTIC],
  164: ['responding-AP-title', SYSTEM_TITLE],
  165: ['responding-AE-qualifier', CERTIFICATE],
  166: ['responding-AP-invocation-id', NUMBER],
  167: ['responding-AE-invocation-id', NUMBER],
  136: ['responder-acse-requirements', BITS],
  137: ['mechanism-name', OBJECT_IDENTIFIER],
  170: ['responding-authentication-value', AUTHENTICATION_VALUE],
  189: ['implementation-information', OCTETS],
  [USER_INFORMATION_TAG]: ['user-information', USER_INFORMATION],
});

export const RLRQ = release(releaseRequestReasons.name);
export const RLRE = release(releaseResponseReasons.name);

function release(reason: (value: number) => string): Part {
  return contents({
    128: ['reason', leaf('value', u8, reason)],
    [USER_INFORMATION_TAG]: ['user-information', USER_INFORMATION],
  });
}

/** All fields of an ACSE APDU behind its tag. */
function contents(fields: Fields): Part {
  return (walk) => {
    const inner = walk.part(tolerated(walk, walk.note('length', readLength, String)));
    while (inner.remaining > 0) field(inner, fields);
  };
}

function field(walk: Walk, fields: Fields): void {
  const tag = walk.reader.peek();
  const [name, contents] = fields[tag] ?? ['unknown field', OCTETS];
  const length = walk.note(name, lengthBehindTag, (value) => octetCount({ length: value }));
  loosely(contents)(walk.part(tag === USER_INFORMATION_TAG ? tolerated(walk, length) : length));
}

/** A lenient decoder takes all octets, whatever the length says. */
function tolerated({ reader, remaining }: Walk, length: number): number {
  return reader.leniency ? remaining : length;
}

function readLength(reader: AxdrReader): number {
  return reader.length();
}

function lengthBehindTag(reader: AxdrReader): number {
  reader.skip(1);
  return reader.length();
}

/** Arcs in dotted form, and the names of those that DLMS uses: 2.16.756.5.8.1.x and 2.16.756.5.8.2.x. */
function objectIdentifierText(octets: Uint8Array): string {
  const arcs = arcsOf(octets);
  const dotted = arcs.join('.');
  const last = arcs.at(-1) ?? 0;
  if (/^2\.16\.756\.5\.8\.1\.\d+$/.test(dotted))
    return `${dotted} ${applicationContexts.name(last)}`;
  if (/^2\.16\.756\.5\.8\.2\.\d+$/.test(dotted)) return `${dotted} ${mechanisms.name(last)}`;
  return dotted;
}

function arcsOf(octets: Uint8Array): number[] {
  const [first = 0, ...others] = octets;
  const arcs = [
    Math.min(2, Math.floor(first / 40)),
    first - 40 * Math.min(2, Math.floor(first / 40)),
  ];
  let arc = 0;
  for (const octet of others) {
    arc = arc * 0x80 + (octet & 0x7f);
    if (octet & 0x80) continue;
    arcs.push(arc);
    arc = 0;
  }
  return arcs;
}
