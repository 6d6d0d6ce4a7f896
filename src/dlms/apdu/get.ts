import { AxdrReader, type AxdrWriter, type Data, readData, writeData } from '../axdr';
import { enumeration } from '../enumeration';
import { type DataAccessResult, dataAccessResults } from '../results';
import type { DataBlock } from './data-block';
import {
  type AttributeDescriptor,
  DESCRIPTOR_LENGTH,
  readAttribute,
  readOptionalSelection,
  readSelectedAttribute,
  type SelectedAttribute,
  writeAttribute,
  writeOptionalSelection,
  writeSelectedAttribute,
} from './descriptor';
import { type Invocation, readInvocation, writeInvocation } from './invocation';
import type { Selection } from './selection';

interface GetRequestHead extends Invocation {
  readonly type: 'get-request';
}

export type GetRequest =
  | (GetRequestHead & {
      readonly kind: 'normal';
      readonly attribute: AttributeDescriptor;
      readonly selection: Selection | null;
    })
  | (GetRequestHead & { readonly kind: 'next'; readonly blockNumber: number })
  | (GetRequestHead & {
      readonly kind: 'with-list';
      readonly attributes: readonly SelectedAttribute[];
    });

/** Get-Data-Result. */
export type DataResult = { readonly data: Data } | { readonly error: DataAccessResult };

interface GetResponseHead extends Invocation {
  readonly type: 'get-response';
}

export type GetResponse =
  | (GetResponseHead & { readonly kind: 'normal' } & DataResult)
  | (GetResponseHead & { readonly kind: 'with-datablock' } & DataBlockResult)
  | (GetResponseHead & { readonly kind: 'with-list'; readonly results: readonly DataResult[] });

/** DataBlock-G. */
export type DataBlockResult =
  | DataBlock
  | (Omit<DataBlock, 'rawData'> & { readonly error: DataAccessResult });

const requestKinds = enumeration('kind of GET.request', {
  1: 'normal',
  2: 'next',
  3: 'with-list',
});
const responseKinds = enumeration('kind of GET.response', {
  1: 'normal',
  2: 'with-datablock',
  3: 'with-list',
});

const DATA = 0;
const DATA_ACCESS_RESULT = 1;
/** Octets of a refusal without the head of a block, as Gurux servers refuse one that they do not have. */
const BARE_REFUSAL = 2;

export function readGetRequest(reader: AxdrReader): GetRequest {
  const kind = requestKinds.name(reader.u8());
  const head = { type: 'get-request', ...readInvocation(reader) } as const;
  switch (kind) {
    case 'normal':
      return {
        ...head,
        kind,
        attribute: readAttribute(reader),
        selection: readOptionalSelection(reader),
      };
    case 'next':
      return { ...head, kind, blockNumber: reader.u32() };
    case 'with-list': {
      const attributes = reader.list(readSelectedAttribute, DESCRIPTOR_LENGTH);
      return { ...head, kind, attributes };
    }
    default:
      return reader.fail('tag', `${kind} kind of GET.request`, 1);
  }
}

export function writeGetRequest(writer: AxdrWriter, request: GetRequest): void {
  writer.u8(requestKinds.value(request.kind));
  writeInvocation(writer, request);
  switch (request.kind) {
    case 'normal':
      writeAttribute(writer, request.attribute);
      writeOptionalSelection(writer, request.selection);
      break;
    case 'next':
      writer.u32(request.blockNumber);
      break;
    case 'with-list':
      writer.list(request.attributes, (attribute) => writeSelectedAttribute(writer, attribute));
      break;
  }
}

export function readGetResponse(reader: AxdrReader): GetResponse {
  const kind = responseKinds.name(reader.u8());
  const head = { type: 'get-response', ...readInvocation(reader) } as const;
  switch (kind) {
    case 'normal':
      return { ...head, kind, ...readDataResult(reader) };
    case 'with-datablock':
      return { ...head, kind, ...readBlockResult(reader) };
    case 'with-list':
      return { ...head, kind, results: reader.list(readDataResult) };
    default:
      return reader.fail('tag', `${kind} kind of GET.response`, 1);
  }
}

export function writeGetResponse(writer: AxdrWriter, response: GetResponse): void {
  writer.u8(responseKinds.value(response.kind));
  writeInvocation(writer, response);
  switch (response.kind) {
    case 'normal':
      writeDataResult(writer, response);
      break;
    case 'with-datablock':
      writeBlockResult(writer, response);
      break;
    case 'with-list':
      writer.list(response.results, (result) => writeDataResult(writer, result));
      break;
  }
}

/** The results that the blocks of an answer to a GET with list bring. @throws FrameError */
export function decodeDataResults(octets: Uint8Array): DataResult[] {
  const reader = new AxdrReader(octets);
  const results = reader.list(readDataResult);
  reader.expectEnd();
  return results;
}

/** Also the optional return parameters of an ACTION. */
export function readDataResult(reader: AxdrReader): DataResult {
  const choice = reader.u8();
  if (choice === DATA) return { data: readData(reader) };
  return { error: readAccessError(reader, choice) };
}

export function writeDataResult(writer: AxdrWriter, result: DataResult): void {
  if ('error' in result) {
    writer.u8(DATA_ACCESS_RESULT).u8(dataAccessResults.value(result.error));
  } else {
    writeData(writer.u8(DATA), result.data);
  }
}

function readBlockResult(reader: AxdrReader): DataBlockResult {
  if (reader.leniency && reader.remaining === BARE_REFUSAL) {
    reader.warn('a block refused without its number');
    return { lastBlock: true, blockNumber: 0, error: readAccessError(reader, reader.u8()) };
  }
  const [lastBlock, blockNumber] = [reader.boolean(), reader.u32()];
  const choice = reader.u8();
  if (choice === DATA) return { lastBlock, blockNumber, rawData: reader.octetString() };
  return { lastBlock, blockNumber, error: readAccessError(reader, choice) };
}

function writeBlockResult(writer: AxdrWriter, block: DataBlockResult): void {
  writer.boolean(block.lastBlock).u32(block.blockNumber);
  if ('error' in block) {
    writer.u8(DATA_ACCESS_RESULT).u8(dataAccessResults.value(block.error));
  } else {
    writer.u8(DATA).octetString(block.rawData);
  }
}

function readAccessError(reader: AxdrReader, choice: number): DataAccessResult {
  if (choice !== DATA_ACCESS_RESULT) {
    reader.fail('tag', `${choice} is neither data nor a data-access-result`, reader.position - 1);
  }
  if (reader.leniency && reader.remaining === 0) {
    reader.warn('a missing data-access-result taken as other-reason');
    return 'other-reason';
  }
  return dataAccessResults.name(reader.u8());
}
