import type { CaptureObject, CosemDateTime, Data, Obis, PushEntry } from '../dlms';

/** The value of one COSEM attribute, and what is said about it where it was found; attribute 2 by default. */
export interface NamedAttribute extends PushEntry {
  /** Columns of a profile that were asked for, where they are not all. */
  readonly columns?: readonly CaptureObject[];
}

/** What a decoded APDU, or the flow beside it, says of attributes by name. */
export interface NamedAttributes {
  readonly attributes: readonly NamedAttribute[];
  /** Of an EventNotification: it tells of something that happened. */
  readonly isEvent: boolean;
  /** The meter's own time of it. */
  readonly time?: CosemDateTime | null | undefined;
}

/** What helps to name what an APDU leaves without a name. */
export interface Naming {
  /** What an answer answers: `{obis, attribute}`, or the decoded request. */
  readonly request?: unknown;
  /** Names the values of a push that tells none. */
  readonly entriesOf?: (push: Data) => readonly PushEntry[] | undefined;
}

/** What of a decoded APDU is looked at. */
interface DecodedApdu {
  readonly type?: unknown;
  readonly decrypted?: unknown;
  readonly attribute?: Target;
  readonly data?: Data | readonly Data[];
  readonly results?: readonly unknown[];
  readonly time?: CosemDateTime | null;
  readonly dateTime?: CosemDateTime | null;
  readonly entries?: readonly NamedAttribute[];
  readonly byObject?: readonly NamedAttribute[];
}

interface Target {
  readonly classId?: number;
  readonly obis: Obis;
  readonly attribute?: number;
  readonly columns?: readonly CaptureObject[];
}

/**
 * The attributes that an APDU names. A GET.response names none: what it answers stands in `request`, which
 * pollers and encoders send along. Undefined for an APDU that tells nothing that could be named.
 */
export function namedAttributes(
  apdu: DecodedApdu,
  naming: Naming = {},
): NamedAttributes | undefined {
  if (isObject(apdu.decrypted)) return namedAttributes(apdu.decrypted, naming);
  switch (apdu.type) {
    case 'event-notification':
      return ofEvent(apdu);
    case 'data-notification':
      return ofPush(apdu, naming);
    default:
      return ofAnswer(apdu, naming.request);
  }
}

function ofEvent({ attribute, data, time }: DecodedApdu): NamedAttributes | undefined {
  if (!attribute || !isData(data)) return undefined;
  return { attributes: [{ ...attribute, data }], isEvent: true, time };
}

function ofPush(apdu: DecodedApdu, { entriesOf }: Naming): NamedAttributes | undefined {
  const { data, dateTime: time } = apdu;
  const given = apdu.entries ?? apdu.byObject;
  const attributes = given ?? (isData(data) ? entriesOf?.(data) : undefined);
  return attributes && { attributes, isEvent: false, time };
}

function ofAnswer(apdu: DecodedApdu, request: unknown): NamedAttributes | undefined {
  const targets = targetsOf(request);
  const values = valuesOf(apdu);
  if (targets.length === 0 || targets.length !== values.length) return undefined;
  const attributes = targets.flatMap((target, index) => {
    const data = values[index];
    return target && data ? [{ ...target, data }] : [];
  });
  return attributes.length > 0 ? { attributes, isEvent: false } : undefined;
}

/** The values of an answer in order; `undefined` for those that the meter refused. */
function valuesOf({ data, results }: DecodedApdu): readonly (Data | undefined)[] {
  if (isData(data)) return [data];
  if (Array.isArray(data)) return data.map((value) => (isData(value) ? value : undefined));
  return (results ?? []).map((result) => {
    const value = isObject(result) ? (result as { data?: unknown }).data : undefined;
    return isData(value) ? value : undefined;
  });
}

/** What was asked for, in the order of the answer: a plain `{obis, attribute}`, a GET or an ACCESS request. */
function targetsOf(request: unknown): readonly (Target | undefined)[] {
  if (!isObject(request)) return [];
  const { obis, attribute, attributes, specifications } = request as {
    readonly obis?: unknown;
    readonly attribute?: unknown;
    readonly attributes?: unknown;
    readonly specifications?: unknown;
  };
  if (typeof obis === 'string') return [targetIn(request)];
  if (isObject(attribute)) return [targetIn({ ...request, ...attribute })];
  if (Array.isArray(attributes)) return attributes.map(targetIn);
  if (!Array.isArray(specifications)) return [];
  return specifications.map((specification) => targetIn(specification?.attribute));
}

function targetIn(described: unknown): Target | undefined {
  if (!isObject(described)) return undefined;
  const { classId, obis, attribute, selection } = described as {
    readonly classId?: unknown;
    readonly obis?: unknown;
    readonly attribute?: unknown;
    readonly selection?: { readonly columns?: readonly CaptureObject[] } | null;
  };
  if (typeof obis !== 'string') return undefined;
  const columns = selection?.columns;
  return {
    obis,
    ...(typeof classId === 'number' && { classId }),
    ...(typeof attribute === 'number' && { attribute }),
    ...(columns && columns.length > 0 && { columns }),
  };
}

function isData(value: unknown): value is Data {
  return isObject(value) && 'type' in value && 'value' in value;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
