import { type AxdrReader, type AxdrWriter, type Data, readData, writeData } from '../axdr';
import { type DataAccessResult, dataAccessResults } from '../results';

/** A block of a long READ or WRITE; with short names, block numbers have 16 bits. */
interface ShortDataBlock {
  readonly lastBlock: boolean;
  readonly blockNumber: number;
  /** Lower-case hex. */
  readonly rawData: string;
}

/** Variable-Access-Specification. A short name is a base name plus an attribute's offset, 0 to 65535. */
export type VariableAccess =
  | { readonly name: number }
  | { readonly name: number; readonly selector: number; readonly parameters: Data }
  | { readonly blockNumber: number }
  | { readonly readDataBlock: ShortDataBlock }
  | { readonly writeDataBlock: Omit<ShortDataBlock, 'rawData'> };

export interface ReadRequest {
  readonly type: 'read-request';
  readonly variables: readonly VariableAccess[];
}

export type ReadResult =
  | { readonly data: Data }
  | { readonly error: DataAccessResult }
  | { readonly dataBlock: ShortDataBlock }
  | { readonly blockNumber: number };

export interface ReadResponse {
  readonly type: 'read-response';
  readonly results: readonly ReadResult[];
}

/** Variables, and a value for each. */
interface VariablesAndValues {
  readonly variables: readonly VariableAccess[];
  readonly values: readonly Data[];
}

export interface WriteRequest extends VariablesAndValues {
  readonly type: 'write-request';
}

export interface UnconfirmedWriteRequest extends VariablesAndValues {
  readonly type: 'unconfirmed-write-request';
}

export type WriteResult =
  | { readonly result: 'success' }
  | { readonly error: DataAccessResult }
  | { readonly blockNumber: number };

export interface WriteResponse {
  readonly type: 'write-response';
  readonly results: readonly WriteResult[];
}

/** InformationReport: a meter with short names tells values unasked. */
export interface InformationReport extends VariablesAndValues {
  readonly type: 'information-report';
  /** GeneralizedTime as sent: `20260131235959Z`. */
  readonly time: string | null;
}

const VARIABLE_NAME = 2;
const PARAMETERIZED_ACCESS = 4;
const BLOCK_NUMBER_ACCESS = 5;
const READ_DATA_BLOCK_ACCESS = 6;
const WRITE_DATA_BLOCK_ACCESS = 7;

const READ_DATA = 0;
const READ_ERROR = 1;
const READ_DATA_BLOCK = 2;
const READ_BLOCK_NUMBER = 3;

const WRITE_SUCCESS = 0;
const WRITE_ERROR = 1;
const WRITE_BLOCK_NUMBER = 2;

const VARIABLE_LENGTH = 3;

export function readReadRequest(reader: AxdrReader): ReadRequest {
  return { type: 'read-request', variables: readVariables(reader) };
}

export function writeReadRequest(writer: AxdrWriter, request: ReadRequest): void {
  writeVariables(writer, request.variables);
}

export function readReadResponse(reader: AxdrReader): ReadResponse {
  return { type: 'read-response', results: reader.list(readReadResult) };
}

export function writeReadResponse(writer: AxdrWriter, response: ReadResponse): void {
  writer.list(response.results, (result) => writeReadResult(writer, result));
}

export function readWriteRequest(reader: AxdrReader): WriteRequest {
  return { type: 'write-request', ...readVariablesAndValues(reader) };
}

export function readUnconfirmedWriteRequest(reader: AxdrReader): UnconfirmedWriteRequest {
  return { type: 'unconfirmed-write-request', ...readVariablesAndValues(reader) };
}

export function readWriteResponse(reader: AxdrReader): WriteResponse {
  return { type: 'write-response', results: reader.list(readWriteResult) };
}

export function writeWriteResponse(writer: AxdrWriter, response: WriteResponse): void {
  writer.list(response.results, (result) => writeWriteResult(writer, result));
}

export function readInformationReport(reader: AxdrReader): InformationReport {
  return {
    type: 'information-report',
    time: reader.present() ? reader.latin1String() : null,
    ...readVariablesAndValues(reader),
  };
}

export function writeInformationReport(writer: AxdrWriter, report: InformationReport): void {
  writer.optional(report.time, (time) => writer.latin1String(time));
  writeVariablesAndValues(writer, report);
}

function readVariablesAndValues(reader: AxdrReader): VariablesAndValues {
  return { variables: readVariables(reader), values: reader.list(() => readData(reader)) };
}

/** A WRITE.request, confirmed or not, behind its tag. */
export function writeVariablesAndValues(writer: AxdrWriter, parts: VariablesAndValues): void {
  writeVariables(writer, parts.variables);
  writer.list(parts.values, (value) => writeData(writer, value));
}

function readVariables(reader: AxdrReader): VariableAccess[] {
  return reader.list(readVariable, VARIABLE_LENGTH);
}

function writeVariables(writer: AxdrWriter, variables: readonly VariableAccess[]): void {
  writer.list(variables, (variable) => writeVariable(writer, variable));
}

function readVariable(reader: AxdrReader): VariableAccess {
  const choice = reader.u8();
  switch (choice) {
    case VARIABLE_NAME:
      return { name: reader.u16() };
    case PARAMETERIZED_ACCESS:
      return { name: reader.u16(), selector: reader.u8(), parameters: readData(reader) };
    case BLOCK_NUMBER_ACCESS:
      return { blockNumber: reader.u16() };
    case READ_DATA_BLOCK_ACCESS:
      return { readDataBlock: readBlock(reader) };
    case WRITE_DATA_BLOCK_ACCESS:
      return { writeDataBlock: { lastBlock: reader.boolean(), blockNumber: reader.u16() } };
    default:
      return reader.fail('tag', `${choice} is no way to name a variable`, reader.position - 1);
  }
}

function writeVariable(writer: AxdrWriter, variable: VariableAccess): void {
  if ('parameters' in variable) {
    writer.u8(PARAMETERIZED_ACCESS).u16(variable.name).u8(variable.selector);
    writeData(writer, variable.parameters);
  } else if ('name' in variable) {
    writer.u8(VARIABLE_NAME).u16(variable.name);
  } else if ('blockNumber' in variable) {
    writer.u8(BLOCK_NUMBER_ACCESS).u16(variable.blockNumber);
  } else if ('readDataBlock' in variable) {
    writeBlock(writer.u8(READ_DATA_BLOCK_ACCESS), variable.readDataBlock);
  } else {
    const { lastBlock, blockNumber } = variable.writeDataBlock;
    writer.u8(WRITE_DATA_BLOCK_ACCESS).boolean(lastBlock).u16(blockNumber);
  }
}

function readReadResult(reader: AxdrReader): ReadResult {
  const choice = reader.u8();
  switch (choice) {
    case READ_DATA:
      return { data: readData(reader) };
    case READ_ERROR:
      return { error: dataAccessResults.name(reader.u8()) };
    case READ_DATA_BLOCK:
      return { dataBlock: readBlock(reader) };
    case READ_BLOCK_NUMBER:
      return { blockNumber: reader.u16() };
    default:
      return reader.fail('tag', `${choice} is no result of READ`, reader.position - 1);
  }
}

function writeReadResult(writer: AxdrWriter, result: ReadResult): void {
  if ('data' in result) writeData(writer.u8(READ_DATA), result.data);
  else if ('error' in result) writer.u8(READ_ERROR).u8(dataAccessResults.value(result.error));
  else if ('dataBlock' in result) writeBlock(writer.u8(READ_DATA_BLOCK), result.dataBlock);
  else writer.u8(READ_BLOCK_NUMBER).u16(result.blockNumber);
}

function readWriteResult(reader: AxdrReader): WriteResult {
  const choice = reader.u8();
  switch (choice) {
    case WRITE_SUCCESS:
      return { result: 'success' };
    case WRITE_ERROR:
      return { error: dataAccessResults.name(reader.u8()) };
    case WRITE_BLOCK_NUMBER:
      return { blockNumber: reader.u16() };
    default:
      return reader.fail('tag', `${choice} is no result of WRITE`, reader.position - 1);
  }
}

function writeWriteResult(writer: AxdrWriter, result: WriteResult): void {
  if ('result' in result) writer.u8(WRITE_SUCCESS);
  else if ('error' in result) writer.u8(WRITE_ERROR).u8(dataAccessResults.value(result.error));
  else writer.u8(WRITE_BLOCK_NUMBER).u16(result.blockNumber);
}

function readBlock(reader: AxdrReader): ShortDataBlock {
  return {
    lastBlock: reader.boolean(),
    blockNumber: reader.u16(),
    rawData: reader.octetString(),
  };
}

function writeBlock(writer: AxdrWriter, block: ShortDataBlock): void {
  writer.boolean(block.lastBlock).u16(block.blockNumber).octetString(block.rawData);
}
