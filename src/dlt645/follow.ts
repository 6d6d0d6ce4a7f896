import { FrameError } from '../octets';
import { type DecodeOptions, decodeFrame } from './decode';
import type { DecodedFrame } from './decoded-frame';
import { FOLLOW_ON, type Frame } from './frame';
import { identifierNumber } from './identifier';
import { type RegisterTable, registersOf } from './registers';

/**
 * The value of an answer that came in parts, first the answer to "read data", then those to "read following"
 * in order (clause 7.2). The parts are joined before anything is decoded, since a part may end inside a
 * value; the result looks as if one frame had brought it all.
 * @throws FrameError `tag` where a part is of another identifier, `range` where one is missing or repeated,
 * `truncated` where more is to follow or a part is cut.
 */
export function joinFollowing(parts: readonly Frame[], options: DecodeOptions = {}): DecodedFrame {
  const table = options.registers ?? registersOf(options.standard);
  const [first] = parts;
  if (first === undefined) throw new RangeError('no parts to join');
  checkParts(parts, first, table);
  const data = Buffer.concat(parts.map((part, seq) => contentOf(part, seq, table)));
  return decodeFrame(
    { ...first, control: first.control & ~FOLLOW_ON, followOn: false, data: new Uint8Array(data) },
    options,
  );
}

function checkParts(parts: readonly Frame[], first: Frame, table: RegisterTable): void {
  for (const [seq, { data, followOn }] of parts.entries()) {
    const least = seq === 0 ? table.diOctets : table.diOctets + seqOctets(table);
    if (data.length < least) throw new FrameError('truncated', 'a part is cut', data, data.length);
    if (identifierNumber(table, data) !== identifierNumber(table, first.data)) {
      throw new FrameError('tag', 'a part is of another data identifier', data);
    }
    if (seq > 0 && seqOctets(table) > 0 && data.at(-1) !== seq) {
      throw new FrameError(
        'range',
        `part ${seq} has the number ${data.at(-1)}`,
        data,
        data.length - 1,
      );
    }
    if (followOn !== seq < parts.length - 1) {
      throw new FrameError('truncated', 'the last part, and only it, has nothing to follow', data);
    }
  }
}

/** The first part keeps its identifier; the others lose theirs and the sequence number. */
function contentOf({ data }: Frame, seq: number, table: RegisterTable): Uint8Array {
  return seq === 0 ? data : data.subarray(table.diOctets, data.length - seqOctets(table));
}

function seqOctets({ standard }: RegisterTable): number {
  return standard === '2007' ? 1 : 0;
}
