import {
  applicationContexts,
  associationResults,
  mechanisms,
  providerDiagnostics,
  releaseRequestReasons,
  releaseResponseReasons,
  userDiagnostics,
} from '../../dlms/apdu/acse/names';
import { USER_INFORMATION } from '../../dlms/apdu/acse/user-information';
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

/** A field of an ACSE APDU: its BER tag, what it is called, and how its contents are walked through. */
type Field = readonly [tag: number, name: string, contents: Part];

const USER_DIAGNOSTIC = 0xa1;
const PROVIDER_DIAGNOSTIC = 0xa2;

const OCTETS = rest('octets', octetsText);
const OBJECT_IDENTIFIER = rest('object identifier', objectIdentifierText);
const VERSION = rest('bits', (octets) => (octets.at(-1) === 0x80 ? 'version 1' : ''));
const REQUIREMENTS = rest('bits', (octets) => (octets.at(-1) === 0x80 ? 'authentication' : ''));

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
  [USER_DIAGNOSTIC]: ['acse-service-user', lengthThen(integer(userDiagnostics.name))],
  [PROVIDER_DIAGNOSTIC]: ['acse-service-provider', lengthThen(integer(providerDiagnostics.name))],
});

function lengthThen(part: Part): Part {
  return (walk) => loosely(part)(walk.part(walk.note('length', readLength, String)));
}

/** The xDLMS APDU inside, with its tag. */
const XDLMS_APDU = element(
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

const APPLICATION: readonly Field[] = [
  [0x80, 'protocol-version', VERSION],
  [0xa1, 'application-context-name', TAGGED_IDENTIFIER],
];
const INFORMATION: readonly Field[] = [
  [0xbd, 'implementation-information', OCTETS],
  [USER_INFORMATION, 'user-information', XDLMS_APDU],
];

export const AARQ = contents([
  ...APPLICATION,
  [0xa2, 'called-AP-title', OCTETS],
  [0xa3, 'called-AE-qualifier', OCTETS],
  [0xa4, 'called-AP-invocation-id', OCTETS],
  [0xa5, 'called-AE-invocation-id', OCTETS],
  [0xa6, 'calling-AP-title', SYSTEM_TITLE],
  [0xa7, 'calling-AE-qualifier', CERTIFICATE],
  [0xa8, 'calling-AP-invocation-id', NUMBER],
  [0xa9, 'calling-AE-invocation-id', NUMBER],
  [0x8a, 'sender-acse-requirements', REQUIREMENTS],
  [0x8b, 'mechanism-name', OBJECT_IDENTIFIER],
  [0xac, 'calling-authentication-value', AUTHENTICATION_VALUE],
  ...INFORMATION,
]);

export const AARE = contents([
  ...APPLICATION,
  [0xa2, 'result', integer(associationResults.name)],
  [0xa3, 'result-source-diagnostic', DIAGNOSTIC],
  [0xa4, 'responding-AP-title', SYSTEM_TITLE],
  [0xa5, 'responding-AE-qualifier', CERTIFICATE],
  [0xa6, 'responding-AP-invocation-id', NUMBER],
  [0xa7, 'responding-AE-invocation-id', NUMBER],
  [0x88, 'responder-acse-requirements', REQUIREMENTS],
  [0x89, 'mechanism-name', OBJECT_IDENTIFIER],
  [0xaa, 'responding-authentication-value', AUTHENTICATION_VALUE],
  ...INFORMATION,
]);

export const RLRQ = release(releaseRequestReasons.name);
export const RLRE = release(releaseResponseReasons.name);

function release(reason: (value: number) => string): Part {
  return contents([[0x80, 'reason', leaf('value', u8, reason)], ...INFORMATION]);
}

/** All fields of an ACSE APDU behind its tag. */
function contents(fields: readonly Field[]): Part {
  return (walk) => {
    const inner = walk.part(tolerated(walk, walk.note('length', readLength, String)));
    while (inner.remaining > 0) field(inner, fields);
  };
}

function field(walk: Walk, fields: readonly Field[]): void {
  const tag = walk.reader.peek();
  const [, name, contents] = fields.find(([known]) => known === tag) ?? UNKNOWN;
  const length = walk.note(name, lengthBehindTag, (value) => octetCount({ length: value }));
  loosely(contents)(walk.part(tag === USER_INFORMATION ? tolerated(walk, length) : length));
}

const UNKNOWN: Field = [0, 'unknown field', OCTETS];

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

const CONTEXTS = /^2\.16\.756\.5\.8\.1\.(\d+)$/;
const MECHANISMS = /^2\.16\.756\.5\.8\.2\.(\d+)$/;

/** Arcs in dotted form, and the names of those that DLMS uses. */
function objectIdentifierText(octets: Uint8Array): string {
  const dotted = arcsOf(octets).join('.');
  const context = CONTEXTS.exec(dotted)?.[1];
  if (context) return `${dotted} ${applicationContexts.name(Number(context))}`;
  const mechanism = MECHANISMS.exec(dotted)?.[1];
  return mechanism ? `${dotted} ${mechanisms.name(Number(mechanism))}` : dotted;
}

/** The first octet holds two arcs; of any other arc, octets but the last have their top bit set. */
function arcsOf([first = 0, ...others]: Uint8Array): number[] {
  const root = Math.min(2, Math.floor(first / 40));
  const arcs = [root, first - 40 * root];
  let arc = 0;
  for (const octet of others) {
    arc = arc * 0x80 + (octet & 0x7f);
    if (octet & 0x80) continue;
    arcs.push(arc);
    arc = 0;
  }
  return arcs;
}
