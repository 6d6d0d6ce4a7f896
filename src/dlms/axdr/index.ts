export { AxdrReader, type Leniency } from './axdr-reader';
export { AxdrWriter } from './axdr-writer';
export type {
  ArrayData,
  CompactArray,
  Data,
  Float,
  Scalar,
  ScalarType,
  ScalarValues,
  StructureData,
  TypeDescription,
} from './data';
export {
  ARRAY_TAG,
  STRUCTURE_TAG,
} from './data';
export { decodeData, readData } from './read-data';
export { encodeData, writeData } from './write-data';
