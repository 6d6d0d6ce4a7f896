import { readDateTimeString } from '../../dlms/apdu/data-notification';
import {
  type Invocation,
  type LongInvocation,
  readInvocation,
  readLongInvocation,
} from '../../dlms/apdu/invocation';
import type { AxdrReader } from '../../dlms/axdr';
import { dataAccessResults } from '../../dlms/results';
import { choice, i8, inside, leaf, octetString, optional, type Part, u8, u16, u32 } from '../parts';
import type { Walk } from '../walk';
import { octetsText, words } from '../wording';
import { attributeText, classText, methodText } from './cosem-names';
import { DATA } from './data';
import { dateTimeText } from './date-time-text';
import { obisText } from './obis-text';

export const INVOKE_ID = leaf('invoke-id-and-priority', readInvocation, invocationText);
export const LONG_INVOKE_ID = leaf(
  'long-invoke-id-and-priority',
  readLongInvocation,
  invocationText,
);

export const DATE_TIME = leaf('date-time', readDateTimeString, (time) =>
  time ? dateTimeText(time) : 'none',
);

export const RESULT = leaf('result', u8, dataAccessResults.name);
export const BLOCK_NUMBER = leaf('block-number', u32);

/** Class, logical name, and the attribute or method of it. */
function descriptor(member: string, say: (classId: number, id: number) => string): Part {
  return (walk) => {
    const classId = walk.note('class-id', u16, classText);
    walk.note('instance-id', readObis, obisText);
    walk.note(member, i8, (id) => say(classId, id));
  };
}

export const ATTRIBUTE = descriptor('attribute-id', attributeText);
export const METHOD = descriptor('method-id', methodText);

const SELECTORS: Readonly<Record<number, string>> = { 1: 'by range', 2: 'by entry' };

/** Selective-Access-Descriptor. */
export const SELECTION: Part = (walk) => {
  walk.note('access-selector', u8, (selector) => `${selector} ${SELECTORS[selector] ?? ''}`.trim());
  DATA(walk);
};

export const OPTIONAL_SELECTION = optional('access-selection', SELECTION);

/** Get-Data-Result. */
export const DATA_OR_ERROR = choice('result', {
  0: ['data', inside(DATA)],
  1: ['data-access-result', inside(RESULT)],
});

/** Octets of a longer whole; the whole itself where the first block is the last one too. */
export const RAW_DATA: Part = octetString('raw-data', () => 'to be joined with the other blocks');

/** A block: whether it is the last, its number, and octets of something longer. */
export const DATA_BLOCK: Part = (walk) => {
  LAST_BLOCK(walk);
  BLOCK_NUMBER(walk);
  RAW_DATA(walk);
};

export const LAST_BLOCK = leaf(
  'last-block',
  (reader) => reader.boolean(),
  (last) => (last ? 'yes' : 'no, more follow'),
);

/** A system title: three letters of the maker, five octets of its choice. */
export const systemTitleText = (title: Uint8Array): string => {
  if (title.length === 0) return 'none: known from the association';
  const maker = Buffer.from(title.subarray(0, 3)).toString('latin1');
  return /^[A-Z]{3}$/.test(maker) ? `of maker ${maker}` : octetsText(title);
};

/** So many octets behind a length, walked through one structure deeper. */
export function behindLength(name: string, part: Part): Part {
  return (walk: Walk) => {
    const length = walk.note(
      name,
      (reader) => reader.length(),
      (value) => `${value} octets`,
    );
    part(walk.part(length));
  };
}

function readObis(reader: AxdrReader): string {
  return reader.obis();
}

function invocationText(invocation: Invocation & LongInvocation): string {
  const { invokeId, confirmed, highPriority, selfDescriptive, breakOnError } = invocation;
  return words(
    `invoke-id ${invokeId}`,
    confirmed ? 'confirmed' : 'unconfirmed',
    highPriority ? 'high priority' : 'normal priority',
    selfDescriptive && 'self-descriptive',
    breakOnError && 'break on error',
  );
}
