import { parseArgs } from 'node:util';
import type { LineOptions } from '../simulator';

/** What a user asks of `ivy-gateway simulate`. */
export interface SimulateOptions {
  readonly help: boolean;
  readonly quiet: boolean;
  readonly host: string;
  readonly port: number;
  readonly seed: number;
  readonly spread: number;
  readonly em114070: number;
  readonly dlms: number;
  readonly ciphered: number;
  readonly dlt645: number;
  /** Meters behind one modem; 0 for no modem. */
  readonly modem: number;
  readonly address: string | undefined;
  readonly registration: string | undefined;
  /** Of ciphered meters, 32 hex digits. */
  readonly encryptionKey: string | undefined;
  readonly authenticationKey: string | undefined;
  /** Registers to set: name and value. */
  readonly settings: readonly Setting[];
  readonly line: LineOptions;
}

export interface Setting {
  readonly name: string;
  readonly value: number | string;
}

export const USAGE = `ivy-gateway simulate [options]

Plays meters that dial in to a gateway. Without a kind of meter: two EM114070, a DLMS and two DL/T 645 meters.

  --host ADDRESS        the gateway (127.0.0.1)
  --port N              its port for meters (8899)

  --em114070 N          so many EM114070, from 311501114070 upwards
  --dlms N              so many three-phase DLMS meters, from 360000000001 upwards
  --ciphered N          so many ciphered ones (suite 0, HLS by GMAC, client 1), from 370000000001 upwards
  --encryption-key HEX  their global unicast key, 32 digits; where none is given it is drawn and printed
  --authentication-key HEX
  --dlt645 N            so many DL/T 645 meters, from 000000001234 upwards
  --modem N             so many DL/T 645 meters behind one modem, from 000000100001 upwards
  --address DIGITS      the first meter's address, 12 digits, instead of those
  --registration TEXT   what the modems of DL/T 645 meters send first, and as heartbeat
  --set NAME=VALUE      a register's integer without scale: 1-0:12.7.0.255=23424, 02010100=2205;
                        or hex as on the wire: 02010200=hex:FFFF

  --heartbeat S         seconds between heartbeats (30; 0: only one)
  --push S              seconds between readings that nobody asked for
  --moving S            seconds between small moves of the values

  --delay MS            from request to answer
  --split N             answers go out in pieces of N octets ...
  --gap MS              ... so long apart (5)
  --noise N             N random octets in front of each answer
  --glue WHAT           greeting or push in front of each answer, in the same segment
  --lose N              every Nth answer gets lost
  --drop N              the connection is closed after N answers
  --redial MS           from there to the next dial-in (5000) ...
  --jitter MS           ... with up to so much more by chance (1000)
  --spread MS           the first dial-ins are spread over so long
  --silent              heartbeats, but no answers
  --seed N              chance that can be repeated (1)

  --quiet               only connections, no octets
  --help
`;

/** @throws TypeError with a text for the user where an option or its value cannot be understood. */
export function simulateOptions(args: string[]): SimulateOptions {
  const { values } = parse(args);
  const number = (name: NumberOption) => wholeNumber(name, values[name]);
  const seconds = (name: NumberOption) => times(number(name), 1000);
  const kinds = ['em114070', 'dlms', 'ciphered', 'dlt645', 'modem'] as const;
  if (values.address !== undefined && !kinds.some((kind) => number(kind))) {
    throw new TypeError(`--address needs one of ${kinds.map((kind) => `--${kind}`).join(', ')}`);
  }
  if (values.registration !== undefined && !number('dlt645') && !number('modem')) {
    throw new TypeError('--registration needs --dlt645 or --modem');
  }
  if ((values['encryption-key'] ?? values['authentication-key']) && !number('ciphered')) {
    throw new TypeError('keys need --ciphered');
  }
  return {
    help: values.help ?? false,
    quiet: values.quiet ?? false,
    host: values.host ?? '127.0.0.1',
    port: port(number('port') ?? 8899),
    seed: number('seed') ?? 1,
    spread: number('spread') ?? 0,
    em114070: number('em114070') ?? 0,
    dlms: number('dlms') ?? 0,
    ciphered: number('ciphered') ?? 0,
    dlt645: number('dlt645') ?? 0,
    modem: number('modem') ?? 0,
    address: address(values.address),
    registration: values.registration,
    encryptionKey: key('encryption-key', values['encryption-key']),
    authenticationKey: key('authentication-key', values['authentication-key']),
    settings: (values.set ?? []).map(setting),
    line: given({
      heartbeatEvery: seconds('heartbeat'),
      pushEvery: seconds('push'),
      moveEvery: seconds('moving'),
      delay: number('delay'),
      split: number('split'),
      gap: number('gap'),
      noise: number('noise'),
      glue: glue(values.glue),
      loseEvery: number('lose'),
      dropAfter: number('drop'),
      redial: number('redial'),
      jitter: number('jitter'),
      silent: values.silent,
    }),
  };
}

const TEXT = { type: 'string' } as const;
const FLAG = { type: 'boolean' } as const;

const NUMBERS = {
  port: TEXT,
  em114070: TEXT,
  dlms: TEXT,
  ciphered: TEXT,
  dlt645: TEXT,
  modem: TEXT,
  heartbeat: TEXT,
  push: TEXT,
  moving: TEXT,
  delay: TEXT,
  split: TEXT,
  gap: TEXT,
  noise: TEXT,
  lose: TEXT,
  drop: TEXT,
  redial: TEXT,
  jitter: TEXT,
  spread: TEXT,
  seed: TEXT,
} as const;

type NumberOption = keyof typeof NUMBERS;

function parse(args: string[]) {
  return parseArgs({
    args,
    options: {
      ...NUMBERS,
      host: TEXT,
      address: TEXT,
      registration: TEXT,
      'encryption-key': TEXT,
      'authentication-key': TEXT,
      glue: TEXT,
      set: { type: 'string', multiple: true },
      silent: FLAG,
      quiet: FLAG,
      help: FLAG,
    },
  });
}

function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^(?:\d{1,9}|0x[\da-f]{1,7})$/i.test(text)) {
    throw new TypeError(`--${name} needs a whole number, not "${text}"`);
  }
  return Number(text);
}

function times(value: number | undefined, factor: number): number | undefined {
  return value === undefined ? undefined : value * factor;
}

function port(value: number): number {
  if (value < 1 || value > 65535) throw new TypeError(`--port needs 1 to 65535, not ${value}`);
  return value;
}

function address(text: string | undefined): string | undefined {
  if (text !== undefined && !/^\d{12}$/.test(text)) {
    throw new TypeError(`--address needs 12 digits, not "${text}"`);
  }
  return text;
}

function key(name: string, text: string | undefined): string | undefined {
  if (text !== undefined && !/^[\da-f]{32}$/i.test(text)) {
    throw new TypeError(`--${name} needs 32 hex digits`);
  }
  return text;
}

function glue(text: string | undefined): 'greeting' | 'push' | undefined {
  if (text === undefined || text === 'greeting' || text === 'push') return text;
  throw new TypeError(`--glue needs greeting or push, not "${text}"`);
}

function setting(text: string): Setting {
  const [, name, hex, digits] = /^(.+)=(?:hex:([\da-f\s]+)|(-?\d+))$/i.exec(text) ?? [];
  if (name === undefined) throw new TypeError(`--set needs NAME=VALUE, not "${text}"`);
  return { name, value: hex ?? Number(digits) };
}

/** Without the options that were not given, so that each keeps its default. */
function given(options: { [Key in keyof LineOptions]: LineOptions[Key] | undefined }): LineOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
