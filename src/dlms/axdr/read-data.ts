import { AxdrReader } from './axdr-reader';
import { readCompactArray } from './compact-array';
import { type Data, MAX_DEPTH } from './data';
import { readScalar } from './read-scalar';

// This is the innermost loop, and V8 does not see that what another module exports is constant: hence a copy
// here, and literal tags as in `readScalar`.
const DEEPEST = MAX_DEPTH;

/**
 * `Data` in A-XDR (IEC 62056-5-3, 9.5), the whole of `octets`.
 * @throws FrameError where they are no data, are cut off, are nested deeper than 32 or have octets left over.
 */
export function decodeData(octets: Uint8Array): Data {
  const reader = new AxdrReader(octets);
  const data = readData(reader);
  reader.expectEnd();
  return data;
}

/** The next `Data`, tag first. */
export function readData(reader: AxdrReader, depth = 0): Data {
  const tag = reader.u8();
  switch (tag) {
    case 1:
      return { type: 'array', value: readElements(reader, depth) };
    case 2:
      return { type: 'structure', value: readElements(reader, depth) };
    case 19:
      return readCompactArray(reader);
    default:
      return readScalar(reader, tag);
  }
}

function readElements(reader: AxdrReader, depth: number): Data[] {
  if (depth >= DEEPEST) reader.fail('depth', `nested deeper than ${DEEPEST}`);
  const count = reader.count();
  const elements: Data[] = [];
  for (let index = 0; index < count; index++) elements.push(readData(reader, depth + 1));
  return elements;
}
