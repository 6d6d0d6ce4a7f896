import { FrameError } from '../octets';
import { fieldFormats, type ListLayout, type ValuesLayout } from './registers/register';
import { decodeValue, type Value } from './value';
import type { ValueFormat } from './value-format';

/**
 * The values of a layout in the order sent. Where it is `elastic`, a single value may be an octet wider or
 * narrower than its format.
 * @throws FrameError `length` where there are not as many octets as there should be.
 */
export function decodeValues(layout: ValuesLayout, octets: Uint8Array, elastic: boolean): Value[] {
  switch (layout.kind) {
    case 'value':
      if (!fits(octets.length, layout.format, elastic)) {
        refuseLength(octets, `${layout.format.octets}`);
      }
      return [decodeValue(layout.format, octets, 0, octets.length)];
    case 'list':
      return decodeList(layout, octets);
    case 'record':
      return decodeInTurn(fieldFormats(layout.fields), octets);
  }
}

function fits(width: number, format: ValueFormat, elastic: boolean): boolean {
  if (width === format.octets) return true;
  return elastic && width > 1 && Math.abs(width - format.octets) === 1;
}

function decodeList(layout: ListLayout, octets: Uint8Array): Value[] {
  const width = elementWidth(layout, octets);
  return Array.from({ length: octets.length / width }, (_, index) =>
    decodeValue(layout.format, octets, index * width, (index + 1) * width),
  );
}

/** Where the number of values is fixed, the length says how wide they are; else the format does. */
function elementWidth({ format, count, most }: ListLayout, octets: Uint8Array): number {
  const { length } = octets;
  if (count === undefined) {
    const number = length / format.octets;
    if (!Number.isInteger(number) || number < 1 || number > most) {
      refuseLength(octets, `1 to ${most} times ${format.octets}`);
    }
    return format.octets;
  }
  const width = length / count;
  if (!fits(width, format, format.kind === 'number')) {
    refuseLength(octets, `${count * format.octets}`);
  }
  return width;
}

function decodeInTurn(formats: readonly ValueFormat[], octets: Uint8Array): Value[] {
  const length = formats.reduce((sum, format) => sum + format.octets, 0);
  if (octets.length !== length) refuseLength(octets, `${length}`);
  let end = 0;
  return formats.map((format) => {
    end += format.octets;
    return decodeValue(format, octets, end - format.octets, end);
  });
}

function refuseLength(octets: Uint8Array, expected: string): never {
  const message = `${expected} octets expected, ${octets.length} there`;
  throw new FrameError('length', message, octets);
}
