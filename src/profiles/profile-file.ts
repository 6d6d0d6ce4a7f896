import { z } from 'zod';
import { type CaptureObject, parseObis } from '../dlms';
import { CONFORMANCE_BITS } from '../dlms/conformance';
import { parseStrictJson } from '../json/strict-json';
import { attributeList } from '../telemetry';

/** Of a file. */
const BOUNDS = { octets: 256 * 1024, fields: 10_000 };
/** More registers than any meter has. */
const MAX_REGISTERS = 2_000;
const MAX_ATTRIBUTES = 256;
const MAX_PUSHES = 16;
/** A week, in minutes. */
const LONGEST_PERIOD = 10_080;
/** More would not be read by anybody. */
const MAX_PROBLEMS = 10;
const LONGEST_PROBLEM = 300;
const VALUE = 2;

const OBIS = readable(40, parseObis);
const ATTRIBUTES = readable(8_192, attributeList).refine(
  (attributes) => attributes.length <= MAX_ATTRIBUTES,
  `more than ${MAX_ATTRIBUTES} attributes`,
);
/** Registers to poll, each an OBIS code, with its class in front where that is not the usual one. */
const GROUP = z.array(readable(40, valueIn)).max(MAX_ATTRIBUTES);
const NAME = z.string().regex(/^[\w.-]{1,64}$/, 'not 1 to 64 letters, digits, _, . and -');
const ADDRESS = z.int().min(0).max(0xffff);

export const REGISTER = z.strictObject({
  register: z
    .string()
    .regex(/^\w{1,64}$/, 'not a key of letters, digits and _')
    .optional(),
  scaler: z.int().min(-30).max(30).optional(),
  unit: z.string().max(16).optional(),
  unlessTold: z.boolean().optional(),
});

const ASSOCIATION = z.strictObject({
  form: z.enum(['em114070', 'textbook', 'hdlc']).optional(),
  client: ADDRESS.optional(),
  server: ADDRESS.optional(),
  physicalDevice: z.int().min(0).max(0x3fff).optional(),
  addressSize: z.union([z.literal(1), z.literal(2), z.literal(4)]).optional(),
  confirmed: z.boolean().optional(),
  highPriority: z.boolean().optional(),
  authentication: z.enum(['lls', 'hls', 'hls-md5', 'hls-sha1', 'hls-sha256']).optional(),
  dedicatedKey: z.boolean().optional(),
  general: z.boolean().optional(),
  counterObject: OBIS.optional(),
  firstCounter: z.int().min(0).max(0xffff_ffff).optional(),
  conformance: z.array(z.enum(CONFORMANCE_BITS)).max(CONFORMANCE_BITS.length).optional(),
  maxPduSize: z.int().min(64).max(0xffff).optional(),
});

const PROFILE = z.strictObject({
  title: z.string().max(200).optional(),
  extends: NAME.optional(),
  association: ASSOCIATION.optional(),
  registers: z
    .record(OBIS, REGISTER)
    .refine((all) => Object.keys(all).length <= MAX_REGISTERS, `more than ${MAX_REGISTERS}`)
    .optional(),
  groups: z
    .strictObject({
      energy: GROUP.optional(),
      instantaneous: GROUP.optional(),
      all: GROUP.optional(),
    })
    .optional(),
  pushes: z.array(ATTRIBUTES).max(MAX_PUSHES).optional(),
  loadProfile: z
    .strictObject({ obis: OBIS, every: z.int().min(1).max(LONGEST_PERIOD).optional() })
    .optional(),
  billing: z.strictObject({ obis: OBIS, day: z.int().min(1).max(28).optional() }).optional(),
  deviation: z.enum(['standard', 'inverted', 'ignored']).optional(),
});

const OVERRIDES = z
  .array(REGISTER.omit({ unlessTold: true }).extend({ obis: OBIS, model: NAME.optional() }))
  .max(MAX_REGISTERS);

/** A profile as its file has it; what is absent is as the profile that it extends has it. */
export type ProfileFile = z.output<typeof PROFILE>;

/** A profile as people write it. */
export type WrittenProfile = z.input<typeof PROFILE>;

/** How a meter wants to be spoken to, as far as that is not the usual. */
export type AssociationWish = z.output<typeof ASSOCIATION>;

/** @throws TypeError that names the path of what cannot be taken. */
export function profileFile(written: WrittenProfile): ProfileFile {
  return checked(PROFILE, written);
}

/** The profile in the text of a file. @throws TypeError, Failure that says what is wrong, and where */
export function parseProfile(text: string): ProfileFile {
  return checked(PROFILE, parseStrictJson(text, BOUNDS));
}

/** The words on objects in the text of a file. @throws TypeError, Failure that says what is wrong, and where */
export function parseOverrides(text: string): z.output<typeof OVERRIDES> {
  return checked(OVERRIDES, parseStrictJson(text, BOUNDS));
}

function checked<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.slice(0, MAX_PROBLEMS);
  throw new TypeError(problems.map(problemText).join('\n'));
}

function problemText({ path, message }: z.core.$ZodIssue): string {
  const text = path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`;
  return text.slice(0, LONGEST_PROBLEM);
}

function readable<Read>(longest: number, read: (text: string) => Read) {
  return z
    .string()
    .max(longest)
    .transform((text, context): Read => {
      try {
        return read(text);
      } catch (error) {
        context.addIssue({ code: 'custom', message: (error as Error).message });
        return z.NEVER;
      }
    });
}

function valueIn(text: string): CaptureObject {
  const [object, ...others] = attributeList(text);
  if (object?.attribute !== VALUE || others.length > 0) {
    throw new SyntaxError(`"${text}" is not the value of one object`);
  }
  return object;
}
