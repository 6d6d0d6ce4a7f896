import { type AxdrReader, type AxdrWriter, type Data, readData, writeData } from '../axdr';
import type { CosemDateTime } from '../date-time';
import { enumeration, type NameIn } from '../enumeration';
import {
  type ActionResult,
  actionResults,
  type DataAccessResult,
  dataAccessResults,
} from '../results';
import { readDateTimeString, writeDateTimeString } from './data-notification';
import {
  type AttributeDescriptor,
  DESCRIPTOR_LENGTH,
  type MethodDescriptor,
  readAttribute,
  readMethod,
  writeAttribute,
  writeMethod,
} from './descriptor';
import { type LongInvocation, readLongInvocation, writeLongInvocation } from './invocation';
import { readSelection, type Selection, writeSelection } from './selection';

/** Access-Request-Specification. */
export type AccessSpecification =
  | { readonly service: 'get' | 'set'; readonly attribute: AttributeDescriptor }
  | {
      readonly service: 'get-with-selection' | 'set-with-selection';
      readonly attribute: AttributeDescriptor;
      readonly selection: Selection;
    }
  | { readonly service: 'action'; readonly method: MethodDescriptor };

/** Access-Response-Specification. */
export type AccessResult =
  | { readonly service: 'get' | 'set'; readonly result: DataAccessResult }
  | { readonly service: 'action'; readonly result: ActionResult };

/** ACCESS.request: a list of GET, SET and ACTION in one APDU; `data` has an element for each. */
export interface AccessRequest extends LongInvocation {
  readonly type: 'access-request';
  readonly dateTime: CosemDateTime | null;
  readonly specifications: readonly AccessSpecification[];
  readonly data: readonly Data[];
}

export interface AccessResponse extends LongInvocation {
  readonly type: 'access-response';
  readonly dateTime: CosemDateTime | null;
  /** Repeated only where the server does so. */
  readonly specifications?: readonly AccessSpecification[];
  readonly data: readonly Data[];
  readonly results: readonly AccessResult[];
}

const services = enumeration('access service', {
  1: 'get',
  2: 'set',
  3: 'action',
  4: 'get-with-selection',
  5: 'set-with-selection',
});

const RESULT_LENGTH = 2;

export function readAccessRequest(reader: AxdrReader): AccessRequest {
  return {
    type: 'access-request',
    ...readLongInvocation(reader),
    dateTime: readDateTimeString(reader),
    specifications: reader.list(readSpecification, DESCRIPTOR_LENGTH),
    data: reader.list(() => readData(reader)),
  };
}

export function writeAccessRequest(writer: AxdrWriter, request: AccessRequest): void {
  writeLongInvocation(writer, request);
  writeDateTimeString(writer, request.dateTime);
  writer.list(request.specifications, (one) => writeSpecification(writer, one));
  writer.list(request.data, (data) => writeData(writer, data));
}

export function readAccessResponse(reader: AxdrReader): AccessResponse {
  const head = {
    type: 'access-response',
    ...readLongInvocation(reader),
    dateTime: readDateTimeString(reader),
  } as const;
  const specifications = reader.present()
    ? { specifications: reader.list(readSpecification, DESCRIPTOR_LENGTH) }
    : {};
  return {
    ...head,
    ...specifications,
    data: reader.list(() => readData(reader)),
    results: reader.list(readResult, RESULT_LENGTH),
  };
}

export function writeAccessResponse(writer: AxdrWriter, response: AccessResponse): void {
  writeLongInvocation(writer, response);
  writeDateTimeString(writer, response.dateTime);
  writer.optional(response.specifications, (specifications) => {
    writer.list(specifications, (one) => writeSpecification(writer, one));
  });
  writer.list(response.data, (data) => writeData(writer, data));
  writer.list(response.results, (result) => writeResult(writer, result));
}

function readSpecification(reader: AxdrReader): AccessSpecification {
  const service = readService(reader);
  switch (service) {
    case 'action':
      return { service, method: readMethod(reader) };
    case 'get':
    case 'set':
      return { service, attribute: readAttribute(reader) };
    default:
      return { service, attribute: readAttribute(reader), selection: readSelection(reader) };
  }
}

function writeSpecification(writer: AxdrWriter, specification: AccessSpecification): void {
  writer.u8(services.value(specification.service));
  if (specification.service === 'action') writeMethod(writer, specification.method);
  else writeAttribute(writer, specification.attribute);
  if ('selection' in specification) writeSelection(writer, specification.selection);
}

function readResult(reader: AxdrReader): AccessResult {
  const service = readService(reader);
  switch (service) {
    case 'action':
      return { service, result: actionResults.name(reader.u8()) };
    case 'get':
    case 'set':
      return { service, result: dataAccessResults.name(reader.u8()) };
    default:
      return reader.fail('tag', `${service} has no result`, reader.position - 1);
  }
}

function writeResult(writer: AxdrWriter, { service, result }: AccessResult): void {
  const results = service === 'action' ? actionResults : dataAccessResults;
  writer.u8(services.value(service)).u8(results.value(result));
}

type Service = AccessSpecification['service'];

function readService(reader: AxdrReader): Service {
  const service: NameIn<typeof services> = services.name(reader.u8());
  return isService(service)
    ? service
    : reader.fail('tag', `${service} service of ACCESS`, reader.position - 1);
}

function isService(name: NameIn<typeof services>): name is Service {
  return !name.startsWith('unknown-');
}
