import { AxdrReader } from './axdr-reader';
import { readCompactArray } from './compact-array';
import { ARRAY_TAG, COMPACT_ARRAY_TAG, type Data, MAX_DEPTH, STRUCTURE_TAG } from './data';
import { readScalar } from './read-scalar';

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
    case ARRAY_TAG:
      return { type: 'array', value: readElements(reader, depth) };
    case STRUCTURE_TAG:
      return { type: 'structure', value: readElements(reader, depth) };
    case COMPACT_ARRAY_TAG:
      return readCompactArray(reader);
    default:
      return readScalar(reader, tag);
  }
}

function readElements(reader: AxdrReader, depth: number): Data[] {
  if (depth >= MAX_DEPTH) reader.fail('depth', `nested deeper than ${MAX_DEPTH}`);
  const count = reader.count();
  const elements: Data[] = [];
  for (let index = 0; index < count; index++) elements.push(readData(reader, depth + 1));
  return elements;
}
