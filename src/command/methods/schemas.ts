import { z } from 'zod';
import { type Data, encodeData, obisToOctets, parseObis } from '../../dlms';

/** A key, a data identifier or an OBIS code; a number is a data identifier. */
export const registerName = z.union([z.string().min(1).max(64), z.int().min(0).max(0xffff_ffff)]);

export const obis = z
  .string()
  .max(32)
  .transform((text, context) => {
    try {
      obisToOctets(text);
      return parseObis(text);
    } catch {
      context.addIssue({ code: 'custom', message: 'no OBIS code' });
      return z.NEVER;
    }
  });

export const classId = z.int().min(0).max(0xffff);

/** Attributes and methods; negative ones are the maker's. */
export const member = z.int().min(-128).max(127);

/** Data as the decoder gives it: `{"type": "long-unsigned", "value": 230}`. */
export const data = z.unknown().transform((value, context): Data => {
  try {
    encodeData(value as Data);
    return value as Data;
  } catch (error) {
    const message = error instanceof Error ? error.message : 'no Data';
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  }
});
