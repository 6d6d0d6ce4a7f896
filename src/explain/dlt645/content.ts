import { CONTROL_ACTIONS, type DecodedFrame, type FunctionType, type Standard } from '../../dlt645';
import { leaf, octets, type Part, rest, sequence, u8 } from '../parts';
import { octetCount } from '../wording';
import { ACTION_NAMES, errorText } from './terms';
import { registerData } from './values';

/** A frame, and what is to be known beside it to explain its data field. */
export interface Content {
  readonly frame: DecodedFrame;
  readonly standard: Standard;
  /** What a write writes, decoded as if it were read. */
  readonly written: DecodedFrame | undefined;
}

type Fields = (content: Content) => readonly Part[];

const identifier: Fields = ({ frame: { di, name }, standard }) => [
  leaf('data identifier', octets(standard === '2007' ? 4 : 2), () =>
    `${di ?? ''} ${name ?? '(not known)'}`.trim(),
  ),
];

const password = (which = ''): readonly Part[] => [
  leaf(`${which}PA`, u8, (level) => `password level ${level.toString(16).padStart(2, '0')}`),
  leaf(`${which}P0 P1 P2`, octets(3), (digits) => `password ${printed(digits)}`),
];

/** Level and password, and in 2007 who acts. */
const credentials: Fields = ({ standard }) => [
  ...password(),
  ...(standard === '2007'
    ? [leaf('C0 to C3', octets(4), (code) => `operator code ${printed(code)}`)]
    : []),
];

const sequenceNumber: Fields = ({ standard }) =>
  standard === '2007' ? [leaf('SEQ', u8, (number) => `part ${number}`)] : [];

const meterAddress: Fields = () => [leaf('meter address', octets(6), printed)];

const baudRate: Fields = ({ frame: { baud } }) => [
  leaf('rate word Z', u8, () => (baud === undefined ? 'no rate of the standard' : `${baud} bit/s`)),
];

const output: Fields = () => [leaf('output', u8, (word) => OUTPUTS[word] ?? String(word))];
const OUTPUTS = ['second pulse of the clock', 'demand period', 'time-slot switch'];

const opaque: Fields = () => [rest('data', () => 'not described by any public source')];
const nothing: Fields = () => [];

type FieldsOfFunctions = Readonly<Record<FunctionType | 'vendor', Fields>>;

/** The data field of requests, by function. */
const REQUESTS: FieldsOfFunctions = {
  read: (content) => [...identifier(content), ...loadRange(content)],
  'read-following': (content) => [...identifier(content), ...sequenceNumber(content)],
  're-read': nothing,
  'read-address': nothing,
  write: (content) => [...identifier(content), ...credentials(content), writtenData(content)],
  'write-address': meterAddress,
  'broadcast-time': ({ frame: { time, invalidTime } }) => [
    leaf('time', octets(6), () => (invalidTime ? `no time: ${invalidTime}` : String(time))),
  ],
  freeze: ({ frame: { freeze } }) => [
    leaf(
      'freeze time',
      octets(4),
      (time) => `${freeze ?? 'no such freeze'}, MMDDhhmm ${printed(time)}`,
    ),
  ],
  'baud-rate': baudRate,
  password: (content) => [
    ...(content.standard === '2007' ? identifier(content) : []),
    ...password('old '),
    ...password('new '),
  ],
  'clear-demand': credentials,
  'clear-meter': credentials,
  'clear-events': (content) => [
    ...credentials(content),
    leaf('events', octets(4), () => `to clear: ${content.frame.events ?? ''}`),
  ],
  control: (content) => [...credentials(content), ...controlFields(content)],
  output,
  authentication: opaque,
  vendor: opaque,
};

/** The data field of answers, by function; those that are left out only say that it was done. */
const RESPONSES: Partial<FieldsOfFunctions> = {
  read: (content) => [...identifier(content), readData(content)],
  're-read': (content) => [...identifier(content), readData(content)],
  'read-following': (content) => [
    ...identifier(content),
    partOfData(content),
    ...sequenceNumber(content),
  ],
  'read-address': meterAddress,
  'baud-rate': baudRate,
  password: () => password('new '),
  output,
  authentication: opaque,
  vendor: opaque,
};

const refusal: Fields = ({ frame: { errorBits, length } }) => [
  errorBits
    ? leaf('error', octets(length), () => errorText(errorBits))
    : rest('error', () => 'of a form that the standard does not have'),
];

/** All of the data field of a frame. */
export function dataField(content: Content): Part {
  return sequence(...fieldsOf(content), (walk) =>
    walk.noteRest('further octets', 'not called for by the function'),
  );
}

function fieldsOf(content: Content): readonly Part[] {
  const { type, error, response, fault, di } = content.frame;
  if (fault) {
    return [...(di === undefined ? [] : identifier(content)), rest('data', () => fault.message)];
  }
  if (error) return refusal(content);
  return (response ? (RESPONSES[type] ?? nothing) : REQUESTS[type])(content);
}

/** Load records: how many blocks, and from when. */
const loadRange: Fields = ({ frame: { blocks, from } }) => [
  ...(blocks === undefined ? [] : [leaf('number of blocks', u8, () => `${blocks}`)]),
  ...(from === undefined ? [] : [leaf('from', octets(5), () => `YYMMDDhhmm ${from}`)]),
];

const controlFields: Fields = ({ frame: { action, validUntil } }) => [
  leaf('N1', u8, () => (action ? ACTION_NAMES[action] : "a maker's own action")),
  leaf('N2', u8, (n2) => (action && CONTROL_ACTIONS[action] >= 0x1d ? `delay ${n2}` : 'reserved')),
  leaf(
    'N3 to N8',
    octets(6),
    (time) => `valid until ${validUntil ?? `${printed(time)} (no time)`}`,
  ),
];

function readData(content: Content): Part {
  const { frame, standard } = content;
  if (frame.empty) return sequence();
  return frame.followOn ? partOfData(content) : registerData(frame, standard);
}

function writtenData({ written, standard }: Content): Part {
  if (written === undefined || written.fault) return rest('data to write', octetCount);
  return registerData(written, standard);
}

/** All but the sequence number, which the last octet is in 2007. */
function partOfData({ frame: { type }, standard }: Content): Part {
  const behind = type === 'read-following' && standard === '2007' ? 1 : 0;
  return leaf(
    'part of the data',
    (reader) => reader.take(Math.max(0, reader.remaining - behind)),
    () => 'to be joined before it is decoded',
  );
}

/** Digits of octets that came low octet first. */
function printed(octets: Uint8Array): string {
  return Buffer.from(octets).reverse().toString('hex').toUpperCase();
}
