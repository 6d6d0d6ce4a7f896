import { encodeValue } from './encode-value';
import { fieldFormats, type ValuesLayout } from './registers/register';
import type { Value } from './value';
import type { ValueFormat } from './value-format';

/**
 * Values in the order of their layout, each as wide as its format says.
 * @throws RangeError where there are too few or too many, or one does not fit; `what` is in the message.
 */
export function encodeValues(
  layout: ValuesLayout,
  values: readonly Value[],
  what: string,
): Uint8Array {
  const formats = formatsOf(layout, values.length);
  if (values.length === 0 || values.length !== formats.length) {
    throw new RangeError(`${what} takes ${formats.length || 'some'} values, not ${values.length}`);
  }
  const parts = formats.map((format, index) => encodeValue(format, values[index] ?? null, what));
  return new Uint8Array(Buffer.concat(parts));
}

/** The formats of so many values, or of as many as there should be. */
function formatsOf(layout: ValuesLayout, number: number): ValueFormat[] {
  switch (layout.kind) {
    case 'value':
      return [layout.format];
    case 'list':
      return new Array(layout.count ?? Math.min(number, layout.most)).fill(layout.format);
    case 'record':
      return fieldFormats(layout.fields);
  }
}
