import { fromHex } from '../../../octets';
import type { AxdrReader } from '../../axdr';
import { AxdrWriter } from '../../axdr';
import type { Decipher } from '../../envelope';
import {
  type Fields,
  INTEGER,
  OCTET_STRING,
  oneOctet,
  readContents,
  readFields,
  readInteger,
  readLastArc,
  readOnly,
  readTaggedLastArc,
  writeElement,
  writeNested,
  writeTaggedLastArc,
} from './ber';
import {
  type ApplicationContext,
  type AssociationResult,
  applicationContexts,
  associationResults,
  type DiagnosticSource,
  diagnosticSources,
  type Mechanism,
  mechanisms,
  providerDiagnostics,
  userDiagnostics,
} from './names';
import {
  readUserInformation,
  USER_INFORMATION,
  type UserInformation,
  writeUserInformation,
} from './user-information';

/** What AARQ and AARE have in common (IEC 62056-5-3, 9.4.2). Octets are lower-case hex. */
interface Association extends UserInformation {
  readonly applicationContext: ApplicationContext;
  readonly mechanism: Mechanism;
  /** A password, or the challenge of a high level mechanism. */
  readonly authenticationValue?: string;
}

/** AARQ: a client asks for an association. */
export interface Aarq extends Association {
  readonly type: 'aarq';
  /** The client's system title. */
  readonly callingApTitle?: string;
  /** The certificate of the client's signature key. */
  readonly callingAeQualifier?: string;
  /** The user's number. */
  readonly callingAeInvocationId?: number;
}

/** AARE: the server's answer. */
export interface Aare extends Association {
  readonly type: 'aare';
  readonly result: AssociationResult;
  readonly diagnosticSource: DiagnosticSource;
  readonly diagnostic: number;
  /** The standard's name of `diagnostic`: why the association is refused. Not needed to encode. */
  readonly diagnosticName?: string;
  /** The server's system title. */
  readonly respondingApTitle?: string;
  readonly respondingAeQualifier?: string;
  readonly respondingAeInvocationId?: number;
}

/** Tags of one APDU's fields. */
interface AssociationTags {
  readonly apTitle: number;
  readonly aeQualifier: number;
  readonly aeInvocationId: number;
  readonly acseRequirements: number;
  readonly mechanismName: number;
  readonly authenticationValue: number;
}

const APPLICATION_CONTEXT = 0xa1;
const RESULT = 0xa2;
const RESULT_SOURCE_DIAGNOSTIC = 0xa3;
const CHARSTRING = 0x80;

const AARQ_TAGS: AssociationTags = {
  apTitle: 0xa6,
  aeQualifier: 0xa7,
  aeInvocationId: 0xa9,
  acseRequirements: 0x8a,
  mechanismName: 0x8b,
  authenticationValue: 0xac,
};

const AARE_TAGS: AssociationTags = {
  apTitle: 0xa4,
  aeQualifier: 0xa5,
  aeInvocationId: 0xa7,
  acseRequirements: 0x88,
  mechanismName: 0x89,
  authenticationValue: 0xaa,
};

/** 2.16.756.5.8.1, of application contexts. */
const CONTEXT_ARCS = [0x60, 0x85, 0x74, 0x05, 0x08, 0x01];
/** 2.16.756.5.8.2, of authentication mechanisms. */
const MECHANISM_ARCS = [0x60, 0x85, 0x74, 0x05, 0x08, 0x02];
/** A BIT STRING whose first bit asks for the authentication functional unit. */
const AUTHENTICATION_UNIT = Uint8Array.of(0x07, 0x80);

export function readAarq(reader: AxdrReader, decipher?: Decipher): Aarq {
  const fields = readFields(readContents(reader), USER_INFORMATION);
  const { apTitle, aeQualifier, aeInvocationId } = readNames(fields, AARQ_TAGS);
  return {
    type: 'aarq',
    ...readCommon(reader, fields, AARQ_TAGS),
    ...(apTitle === undefined ? {} : { callingApTitle: apTitle }),
    ...(aeQualifier === undefined ? {} : { callingAeQualifier: aeQualifier }),
    ...(aeInvocationId === undefined ? {} : { callingAeInvocationId: aeInvocationId }),
    ...readUserInformation(fields.get(USER_INFORMATION), apTitle, decipher),
  };
}

/** The contents of an AARQ, without its tag and length. */
export function writeAarq(writer: AxdrWriter, aarq: Aarq): void {
  writeContext(writer, aarq);
  writeNames(writer, AARQ_TAGS, {
    apTitle: aarq.callingApTitle,
    aeQualifier: aarq.callingAeQualifier,
    aeInvocationId: aarq.callingAeInvocationId,
  });
  writeAuthentication(writer, AARQ_TAGS, aarq);
  writeUserInformation(writer, aarq);
}

export function readAare(reader: AxdrReader, decipher?: Decipher): Aare {
  const fields = readFields(readContents(reader), USER_INFORMATION);
  const { apTitle, aeQualifier, aeInvocationId } = readNames(fields, AARE_TAGS);
  return {
    type: 'aare',
    ...readCommon(reader, fields, AARE_TAGS),
    result: associationResults.name(readInteger(mandatory(reader, fields, RESULT))),
    ...readDiagnostic(mandatory(reader, fields, RESULT_SOURCE_DIAGNOSTIC)),
    ...(apTitle === undefined ? {} : { respondingApTitle: apTitle }),
    ...(aeQualifier === undefined ? {} : { respondingAeQualifier: aeQualifier }),
    ...(aeInvocationId === undefined ? {} : { respondingAeInvocationId: aeInvocationId }),
    ...readUserInformation(fields.get(USER_INFORMATION), apTitle, decipher),
  };
}

/** The contents of an AARE, without its tag and length. */
export function writeAare(writer: AxdrWriter, aare: Aare): void {
  writeContext(writer, aare);
  writeNested(writer, RESULT, INTEGER, oneOctet(associationResults.value(aare.result)));
  writeDiagnostic(writer, aare);
  writeNames(writer, AARE_TAGS, {
    apTitle: aare.respondingApTitle,
    aeQualifier: aare.respondingAeQualifier,
    aeInvocationId: aare.respondingAeInvocationId,
  });
  writeAuthentication(writer, AARE_TAGS, aare);
  writeUserInformation(writer, aare);
}

function readCommon(
  reader: AxdrReader,
  fields: Fields,
  tags: AssociationTags,
): Pick<Association, 'applicationContext' | 'mechanism' | 'authenticationValue'> {
  const context = readTaggedLastArc(mandatory(reader, fields, APPLICATION_CONTEXT), CONTEXT_ARCS);
  const mechanismName = fields.get(tags.mechanismName);
  const value = fields.get(tags.authenticationValue);
  return {
    applicationContext: applicationContexts.name(context),
    mechanism: mechanisms.name(mechanismName ? readLastArc(mechanismName, MECHANISM_ARCS) : 0),
    ...(value ? { authenticationValue: readOnly(value, CHARSTRING).rest() } : {}),
  };
}

function writeContext(writer: AxdrWriter, { applicationContext }: Association): void {
  const context = applicationContexts.value(applicationContext);
  writeTaggedLastArc(writer, APPLICATION_CONTEXT, CONTEXT_ARCS, context);
}

function writeAuthentication(
  writer: AxdrWriter,
  tags: AssociationTags,
  { mechanism, authenticationValue }: Association,
): void {
  if (mechanism !== 'none') {
    writeElement(writer, tags.acseRequirements, AUTHENTICATION_UNIT);
    const name = Uint8Array.of(...MECHANISM_ARCS, mechanisms.value(mechanism));
    writeElement(writer, tags.mechanismName, name);
  }
  if (authenticationValue !== undefined) {
    writeNested(writer, tags.authenticationValue, CHARSTRING, fromHex(authenticationValue));
  }
}

/** Who sends the APDU. */
interface SenderNames {
  readonly apTitle: string | undefined;
  readonly aeQualifier: string | undefined;
  readonly aeInvocationId: number | undefined;
}

function readNames(fields: Fields, tags: AssociationTags): SenderNames {
  const [apTitle, aeQualifier] = [fields.get(tags.apTitle), fields.get(tags.aeQualifier)];
  const aeInvocationId = fields.get(tags.aeInvocationId);
  return {
    apTitle: apTitle && readOnly(apTitle, OCTET_STRING).rest(),
    aeQualifier: aeQualifier && readOnly(aeQualifier, OCTET_STRING).rest(),
    aeInvocationId: aeInvocationId && readInteger(aeInvocationId),
  };
}

function writeNames(writer: AxdrWriter, tags: AssociationTags, names: SenderNames): void {
  const { apTitle, aeQualifier, aeInvocationId } = names;
  if (apTitle !== undefined) writeNested(writer, tags.apTitle, OCTET_STRING, fromHex(apTitle));
  if (aeQualifier !== undefined) {
    writeNested(writer, tags.aeQualifier, OCTET_STRING, fromHex(aeQualifier));
  }
  if (aeInvocationId !== undefined) {
    writeNested(writer, tags.aeInvocationId, INTEGER, oneOctet(aeInvocationId));
  }
}

function readDiagnostic(
  field: AxdrReader,
): Pick<Aare, 'diagnosticSource' | 'diagnostic' | 'diagnosticName'> {
  const diagnosticSource = diagnosticSources.name(field.u8());
  const diagnostic = readInteger(field.part(field.length()));
  field.expectEnd();
  const names = diagnosticSource === 'provider' ? providerDiagnostics : userDiagnostics;
  return { diagnosticSource, diagnostic, diagnosticName: names.name(diagnostic) };
}

function writeDiagnostic(writer: AxdrWriter, { diagnosticSource, diagnostic }: Aare): void {
  const source = diagnosticSources.value(diagnosticSource);
  const integer = new AxdrWriter().u8(INTEGER).u8(1).u8(diagnostic).finish();
  writeNested(writer, RESULT_SOURCE_DIAGNOSTIC, source, integer);
}

function mandatory(reader: AxdrReader, fields: Fields, tag: number): AxdrReader {
  return fields.get(tag) ?? reader.fail('tag', `the field ${tag.toString(16)}H is missing`);
}
