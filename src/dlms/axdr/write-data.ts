import { AxdrWriter } from './axdr-writer';
import { writeCompactArray } from './compact-array';
import {
  ARRAY_TAG,
  COMPACT_ARRAY_TAG,
  type Data,
  MAX_DEPTH,
  SCALAR_TAGS,
  STRUCTURE_TAG,
} from './data';
import { writeScalar } from './write-scalar';

/**
 * `Data` in A-XDR, tag first.
 * @throws RangeError or TypeError where a value is none of its type, or the tree is nested deeper than 32.
 */
export function encodeData(data: Data): Uint8Array {
  const writer = new AxdrWriter();
  writeData(writer, data);
  return writer.finish();
}

/** The same into a writer. */
export function writeData(writer: AxdrWriter, data: Data, depth = 0): void {
  switch (data.type) {
    case 'array':
    case 'structure':
      if (depth >= MAX_DEPTH) throw new RangeError(`nested deeper than ${MAX_DEPTH}`);
      writer.u8(data.type === 'array' ? ARRAY_TAG : STRUCTURE_TAG);
      writer.list(data.value, (element) => writeData(writer, element, depth + 1));
      break;
    case 'compact-array':
      writer.u8(COMPACT_ARRAY_TAG);
      writeCompactArray(writer, data);
      break;
    default: {
      const tag = SCALAR_TAGS[data.type];
      if (tag === undefined) throw new TypeError(`"${String(data.type)}" is no type of data`);
      writer.u8(tag);
      writeScalar(writer, data);
    }
  }
}
