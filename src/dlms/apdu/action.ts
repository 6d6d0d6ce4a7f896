import { AxdrReader, type AxdrWriter, type Data, readData, writeData } from '../axdr';
import { enumeration } from '../enumeration';
import { type ActionResult, actionResults } from '../results';
import { type DataBlock, readDataBlock, writeDataBlock } from './data-block';
import { DESCRIPTOR_LENGTH, type MethodDescriptor, readMethod, writeMethod } from './descriptor';
import { type DataResult, readDataResult, writeDataResult } from './get';
import { type Invocation, readInvocation, writeInvocation } from './invocation';

interface ActionRequestHead extends Invocation {
  readonly type: 'action-request';
}

export type ActionRequest =
  | (ActionRequestHead & {
      readonly kind: 'normal';
      readonly method: MethodDescriptor;
      /** The method's parameter; `null`: none is sent. */
      readonly data: Data | null;
    })
  | (ActionRequestHead & { readonly kind: 'next-pblock'; readonly blockNumber: number })
  | (ActionRequestHead & {
      readonly kind: 'with-list';
      readonly methods: readonly MethodDescriptor[];
      readonly values: readonly Data[];
    })
  | (ActionRequestHead &
      DataBlock & { readonly kind: 'with-first-pblock'; readonly method: MethodDescriptor })
  | (ActionRequestHead &
      DataBlock & {
        readonly kind: 'with-list-and-first-pblock';
        readonly methods: readonly MethodDescriptor[];
      })
  | (ActionRequestHead & DataBlock & { readonly kind: 'with-pblock' });

/** Action-Response-With-Optional-Data: `data` is what the method returns, `error` why it cannot. */
export type ActionOutcome =
  | { readonly result: ActionResult }
  | ({ readonly result: ActionResult } & DataResult);

interface ActionResponseHead extends Invocation {
  readonly type: 'action-response';
}

export type ActionResponse =
  | (ActionResponseHead & ActionOutcome & { readonly kind: 'normal' })
  | (ActionResponseHead & DataBlock & { readonly kind: 'with-pblock' })
  | (ActionResponseHead & {
      readonly kind: 'with-list';
      readonly results: readonly ActionOutcome[];
    })
  | (ActionResponseHead & { readonly kind: 'next-pblock'; readonly blockNumber: number });

const requestKinds = enumeration('kind of ACTION.request', {
  1: 'normal',
  2: 'next-pblock',
  3: 'with-list',
  4: 'with-first-pblock',
  5: 'with-list-and-first-pblock',
  6: 'with-pblock',
});

const responseKinds = enumeration('kind of ACTION.response', {
  1: 'normal',
  2: 'with-pblock',
  3: 'with-list',
  4: 'next-pblock',
});

export function readActionRequest(reader: AxdrReader): ActionRequest {
  const kind = requestKinds.name(reader.u8());
  const head = { type: 'action-request', ...readInvocation(reader) } as const;
  switch (kind) {
    case 'normal':
      return {
        ...head,
        kind,
        method: readMethod(reader),
        data: reader.present() ? readData(reader) : null,
      };
    case 'next-pblock':
      return { ...head, kind, blockNumber: reader.u32() };
    case 'with-list':
      return {
        ...head,
        kind,
        methods: reader.list(readMethod, DESCRIPTOR_LENGTH),
        values: reader.list(() => readData(reader)),
      };
    case 'with-first-pblock':
      return {
        ...head,
        kind,
        method: readMethod(reader),
        ...readDataBlock(reader),
      };
    case 'with-list-and-first-pblock':
      return {
        ...head,
        kind,
        methods: reader.list(readMethod, DESCRIPTOR_LENGTH),
        ...readDataBlock(reader),
      };
    case 'with-pblock':
      return { ...head, kind, ...readDataBlock(reader) };
    default:
      return reader.fail('tag', `${kind} kind of ACTION.request`, 1);
  }
}

export function writeActionRequest(writer: AxdrWriter, request: ActionRequest): void {
  writer.u8(requestKinds.value(request.kind));
  writeInvocation(writer, request);
  switch (request.kind) {
    case 'normal':
      writeMethod(writer, request.method);
      writer.optional(request.data, (data) => writeData(writer, data));
      break;
    case 'next-pblock':
      writer.u32(request.blockNumber);
      break;
    case 'with-list':
      writer.list(request.methods, (method) => writeMethod(writer, method));
      writer.list(request.values, (value) => writeData(writer, value));
      break;
    case 'with-first-pblock':
      writeMethod(writer, request.method);
      writeDataBlock(writer, request);
      break;
    case 'with-list-and-first-pblock':
      writer.list(request.methods, (method) => writeMethod(writer, method));
      writeDataBlock(writer, request);
      break;
    case 'with-pblock':
      writeDataBlock(writer, request);
      break;
  }
}

export function readActionResponse(reader: AxdrReader): ActionResponse {
  const kind = responseKinds.name(reader.u8());
  const head = { type: 'action-response', ...readInvocation(reader) } as const;
  switch (kind) {
    case 'normal':
      return { ...head, kind, ...readOutcome(reader) };
    case 'with-pblock':
      return { ...head, kind, ...readDataBlock(reader) };
    case 'with-list':
      return { ...head, kind, results: reader.list(readOutcome) };
    case 'next-pblock':
      return { ...head, kind, blockNumber: reader.u32() };
    default:
      return reader.fail('tag', `${kind} kind of ACTION.response`, 1);
  }
}

export function writeActionResponse(writer: AxdrWriter, response: ActionResponse): void {
  writer.u8(responseKinds.value(response.kind));
  writeInvocation(writer, response);
  switch (response.kind) {
    case 'normal':
      writeOutcome(writer, response);
      break;
    case 'with-pblock':
      writeDataBlock(writer, response);
      break;
    case 'with-list':
      writer.list(response.results, (outcome) => writeOutcome(writer, outcome));
      break;
    case 'next-pblock':
      writer.u32(response.blockNumber);
      break;
  }
}

/** The outcome that the blocks of an answer bring. @throws FrameError */
export function decodeActionOutcome(octets: Uint8Array): ActionOutcome {
  const reader = new AxdrReader(octets);
  const outcome = readOutcome(reader);
  reader.expectEnd();
  return outcome;
}

function readOutcome(reader: AxdrReader): ActionOutcome {
  const result = actionResults.name(reader.u8());
  if (reader.leniency && reader.remaining === 0) {
    reader.warn('a missing presence octet taken as no return parameters');
    return { result };
  }
  return reader.present() ? { result, ...readDataResult(reader) } : { result };
}

function writeOutcome(writer: AxdrWriter, outcome: ActionOutcome): void {
  writer.u8(actionResults.value(outcome.result));
  if ('data' in outcome || 'error' in outcome) writeDataResult(writer.u8(1), outcome);
  else writer.u8(0);
}
