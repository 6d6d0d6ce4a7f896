import { decodeLoadRecords } from './decode-load-record';
import { decodeValues } from './decode-values';
import { wordData } from './decode-words';
import type { DecodedData } from './decoded-data';
import { decodeFrozenBlock } from './frozen-block';

import { recordData } from './record';
import type { Register } from './registers/register';

/**
 * What the octets of a register say, by its layout.
 * @throws FrameError `length` where there are not as many octets as there should be; others where a load
 * record or a frozen block is not what it should be.
 */
export function decodeData({ di, layout, elastic }: Register, octets: Uint8Array): DecodedData {
  switch (layout.kind) {
    case 'value': {
      const [value = null] = decodeValues(layout, octets, elastic);
      return { value, ...wordData([layout.format], octets, Number.parseInt(di.slice(-1), 16)) };
    }
    case 'list':
      return { values: decodeValues(layout, octets, elastic) };
    case 'record':
      return recordData(layout.fields, decodeValues(layout, octets, elastic), octets);
    case 'load-record':
      return loadData(octets);
    case 'frozen-block':
      return { fields: decodeFrozenBlock(octets) };
    case 'opaque':
      return {};
  }
}

function loadData(octets: Uint8Array): DecodedData {
  const records = decodeLoadRecords(octets);
  const [record] = records;
  return record === undefined ? {} : { record, records };
}
