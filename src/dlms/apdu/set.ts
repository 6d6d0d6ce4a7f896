import { type AxdrReader, type AxdrWriter, type Data, readData, writeData } from '../axdr';
import { enumeration } from '../enumeration';
import { type DataAccessResult, dataAccessResults } from '../results';
import { type DataBlock, readDataBlock, writeDataBlock } from './data-block';
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

interface SetRequestHead extends Invocation {
  readonly type: 'set-request';
}

interface Target {
  readonly attribute: AttributeDescriptor;
  readonly selection: Selection | null;
}

export type SetRequest =
  | (SetRequestHead & Target & { readonly kind: 'normal'; readonly data: Data })
  | (SetRequestHead & Target & DataBlock & { readonly kind: 'with-first-datablock' })
  | (SetRequestHead & DataBlock & { readonly kind: 'with-datablock' })
  | (SetRequestHead & {
      readonly kind: 'with-list';
      readonly attributes: readonly SelectedAttribute[];
      readonly values: readonly Data[];
    })
  | (SetRequestHead &
      DataBlock & {
        readonly kind: 'with-list-and-first-datablock';
        readonly attributes: readonly SelectedAttribute[];
      });

interface SetResponseHead extends Invocation {
  readonly type: 'set-response';
}

export type SetResponse =
  | (SetResponseHead & { readonly kind: 'normal'; readonly result: DataAccessResult })
  | (SetResponseHead & { readonly kind: 'datablock'; readonly blockNumber: number })
  | (SetResponseHead & {
      readonly kind: 'last-datablock';
      readonly result: DataAccessResult;
      readonly blockNumber: number;
    })
  | (SetResponseHead & {
      readonly kind: 'last-datablock-with-list';
      readonly results: readonly DataAccessResult[];
      readonly blockNumber: number;
    })
  | (SetResponseHead & {
      readonly kind: 'with-list';
      readonly results: readonly DataAccessResult[];
    });

const requestKinds = enumeration('kind of SET.request', {
  1: 'normal',
  2: 'with-first-datablock',
  3: 'with-datablock',
  4: 'with-list',
  5: 'with-list-and-first-datablock',
});

const responseKinds = enumeration('kind of SET.response', {
  1: 'normal',
  2: 'datablock',
  3: 'last-datablock',
  4: 'last-datablock-with-list',
  5: 'with-list',
});

export function readSetRequest(reader: AxdrReader): SetRequest {
  const kind = requestKinds.name(reader.u8());
  const head = { type: 'set-request', ...readInvocation(reader) } as const;
  switch (kind) {
    case 'normal':
      return { ...head, kind, ...readTarget(reader), data: readData(reader) };
    case 'with-first-datablock':
      return {
        ...head,
        kind,
        ...readTarget(reader),
        ...readDataBlock(reader),
      };
    case 'with-datablock':
      return { ...head, kind, ...readDataBlock(reader) };
    case 'with-list':
      return {
        ...head,
        kind,
        attributes: readAttributes(reader),
        values: reader.list(() => readData(reader)),
      };
    case 'with-list-and-first-datablock':
      return {
        ...head,
        kind,
        attributes: readAttributes(reader),
        ...readDataBlock(reader),
      };
    default:
      return reader.fail('tag', `${kind} kind of SET.request`, 1);
  }
}

export function writeSetRequest(writer: AxdrWriter, request: SetRequest): void {
  writer.u8(requestKinds.value(request.kind));
  writeInvocation(writer, request);
  switch (request.kind) {
    case 'normal':
      writeTarget(writer, request);
      writeData(writer, request.data);
      break;
    case 'with-first-datablock':
      writeTarget(writer, request);
      writeDataBlock(writer, request);
      break;
    case 'with-datablock':
      writeDataBlock(writer, request);
      break;
    case 'with-list':
      writer.list(request.attributes, (attribute) => writeSelectedAttribute(writer, attribute));
      writer.list(request.values, (value) => writeData(writer, value));
      break;
    case 'with-list-and-first-datablock':
      writer.list(request.attributes, (attribute) => writeSelectedAttribute(writer, attribute));
      writeDataBlock(writer, request);
      break;
  }
}

export function readSetResponse(reader: AxdrReader): SetResponse {
  const kind = responseKinds.name(reader.u8());
  const head = { type: 'set-response', ...readInvocation(reader) } as const;
  switch (kind) {
    case 'normal':
      return { ...head, kind, result: readResult(reader) };
    case 'datablock': {
      const blockNumber = reader.u32();
      passOverRest(reader);
      return { ...head, kind, blockNumber };
    }
    case 'last-datablock':
      return {
        ...head,
        kind,
        result: readResult(reader),
        blockNumber: readLastNumber(reader),
      };
    case 'last-datablock-with-list':
      return {
        ...head,
        kind,
        results: reader.list(readResult),
        blockNumber: reader.u32(),
      };
    case 'with-list':
      return { ...head, kind, results: reader.list(readResult) };
    default:
      return reader.fail('tag', `${kind} kind of SET.response`, 1);
  }
}

/** Gurux servers put three octets behind the number of a block. */
function passOverRest(reader: AxdrReader): void {
  const { remaining } = reader;
  if (!reader.leniency || remaining === 0) return;
  reader.warn(`${remaining} octets left over`);
  reader.skip(remaining);
}

/** They leave the number out where they refuse one. */
function readLastNumber(reader: AxdrReader): number {
  if (!reader.leniency || reader.remaining > 0) return reader.u32();
  reader.warn('a missing block number taken as 0');
  return 0;
}

export function writeSetResponse(writer: AxdrWriter, response: SetResponse): void {
  writer.u8(responseKinds.value(response.kind));
  writeInvocation(writer, response);
  if ('result' in response) writeResult(writer, response.result);
  if ('results' in response) writer.list(response.results, (result) => writeResult(writer, result));
  if ('blockNumber' in response) writer.u32(response.blockNumber);
}

function readTarget(reader: AxdrReader): Target {
  return { attribute: readAttribute(reader), selection: readOptionalSelection(reader) };
}

function writeTarget(writer: AxdrWriter, { attribute, selection }: Target): void {
  writeAttribute(writer, attribute);
  writeOptionalSelection(writer, selection);
}

function readAttributes(reader: AxdrReader): SelectedAttribute[] {
  return reader.list(readSelectedAttribute, DESCRIPTOR_LENGTH);
}

function readResult(reader: AxdrReader): DataAccessResult {
  return dataAccessResults.name(reader.u8());
}

function writeResult(writer: AxdrWriter, result: DataAccessResult): void {
  writer.u8(dataAccessResults.value(result));
}
