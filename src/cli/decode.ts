import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import {
  type ExplainOptions,
  explainText,
  jsonOf,
  type Keyring,
  type Outcome,
  parseKeyring,
  textOf,
} from '../explain';
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
    const outcome = explainText(line, options);
    print(outcome);
    if (outcome.fault) code = FAILED;
  }
  return code;
}

function isSkipped(line: string): boolean {
  return /^\s*(?:#|$)/.test(line);
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
