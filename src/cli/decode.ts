import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import {
  type Explained,
  type ExplainOptions,
  explain,
  type Fault,
  faultOf,
  jsonOf,
  type Keyring,
  parseKeyring,
  textOf,
} from '../explain';
import { FrameError, fromHex } from '../octets';
import { type DecodeOptions, decodeOptions, USAGE } from './decode-options';
import { BAD_USAGE, FAILED, processTerminal, SUCCESS, type Terminal } from './terminal';

/** Where `decode` reads and writes. */
export interface DecodeTerminal extends Pick<Terminal, 'print' | 'complain'> {
  /** Lines of standard input. */
  readonly lines: () => AsyncIterable<string>;
  readonly colour: boolean;
}

function standardStreams(): DecodeTerminal {
  return {
    ...processTerminal,
    lines: () => createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY }),
    colour: process.stdout.isTTY === true && !process.env['NO_COLOR'],
  };
}

/** `ivy-gateway decode`: explains each line of input, and gives the exit code. */
export async function decode(args: string[], terminal = standardStreams()): Promise<number> {
  let options: DecodeOptions;
  let keyring: Keyring;
  try {
    options = decodeOptions(args);
    keyring = options.keys === undefined ? [] : parseKeyring(readFileSync(options.keys, 'utf8'));
  } catch (error) {
    terminal.complain(`ivy-gateway decode: ${error instanceof Error ? error.message : error}`);
    return BAD_USAGE;
  }
  if (options.help) {
    terminal.print(USAGE);
    return SUCCESS;
  }
  return decodeLines(options, { protocol: options.protocol, keyring }, terminal);
}

async function decodeLines(
  { json, frames }: DecodeOptions,
  options: ExplainOptions,
  terminal: DecodeTerminal,
): Promise<number> {
  const print = json ? jsonPrinter(terminal) : textPrinter(terminal);
  let code = SUCCESS;
  for await (const line of frames.length > 0 ? frames : terminal.lines()) {
    if (isSkipped(line)) continue;
    const outcome = outcomeOf(line, options);
    print(outcome);
    if (outcome.fault) code = FAILED;
  }
  return code;
}

/** What a line gave: frames, a fault, or frames of which one is at fault. */
interface Outcome {
  readonly explained?: Explained;
  readonly fault?: Fault;
}

function isSkipped(line: string): boolean {
  return /^\s*(?:#|$)/.test(line);
}

function outcomeOf(line: string, options: ExplainOptions): Outcome {
  try {
    const explained = explain(fromHex(line), options);
    const fault = firstFault(explained);
    return fault ? { explained, fault } : { explained };
  } catch (error) {
    if (error instanceof FrameError) return { fault: error };
    if (error instanceof SyntaxError) {
      return { fault: { code: 'hex', offset: 0, message: error.message } };
    }
    throw error;
  }
}

/** With its offset counted in the line. */
function firstFault({ frames }: Explained): Fault | undefined {
  for (const { offset, explanation } of frames) {
    const fault = faultOf(explanation);
    if (fault) return { code: fault.code, offset: offset + fault.offset, message: fault.message };
  }
  return undefined;
}

type Print = (outcome: Outcome) => void;

function jsonPrinter({ print }: DecodeTerminal): Print {
  return ({ explained, fault }) => print(jsonOf(explained, fault));
}

/** A blank line between two inputs; what is not to be explained at all goes where errors go. */
function textPrinter({ print, complain, colour }: DecodeTerminal): Print {
  let count = 0;
  return ({ explained, fault }) => {
    count += 1;
    if (explained) print(`${count > 1 ? '\n' : ''}${textOf(explained, { colour })}`);
    else if (fault) complain(`input ${count}: ${fault.code} at ${fault.offset}: ${fault.message}`);
  };
}
