import { type CosemDateTime, type Data, isoDateTime, type Obis } from '../dlms';

/** The value of one COSEM attribute, and what is said about it where it was found. */
export interface NamedAttribute {
  readonly obis: Obis;
  /** Undefined: attribute 2, the value. */
  readonly attribute?: number;
  readonly data: Data;
  /** Where scaler_unit stands beside the value. */
  readonly scaler?: number;
  readonly unit?: number;
}

/** What a decoded APDU, or the flow beside it, says of attributes by name. */
export interface NamedAttributes {
  readonly attributes: readonly NamedAttribute[];
  /** Of an EventNotification: it tells of something that happened. */
  readonly isEvent: boolean;
  /** The meter's own time of it, as ISO text. */
  readonly time?: string;
}

interface DecodedApdu {
  readonly type?: unknown;
  readonly decrypted?: unknown;
  readonly attribute?: { readonly obis: Obis; readonly attribute: number };
  readonly data?: Data;
  readonly time?: CosemDateTime | null;
  readonly dateTime?: CosemDateTime | null;
  readonly entries?: readonly NamedAttribute[];
  readonly byObject?: readonly NamedAttribute[];
}

/**
 * The attributes that an APDU names. A GET.response names none: what it answers stands in `request`, which
 * pollers send along. Undefined for an APDU that tells nothing that could be named.
 */
export function namedAttributes(apdu: DecodedApdu, request?: unknown): NamedAttributes | undefined {
  if (typeof apdu.decrypted === 'object' && apdu.decrypted !== null) {
    return namedAttributes(apdu.decrypted, request);
  }
  switch (apdu.type) {
    case 'event-notification':
      return ofEvent(apdu);
    case 'data-notification': {
      const attributes = apdu.entries ?? apdu.byObject;
      return attributes && { attributes, isEvent: false, ...timeOf(apdu.dateTime) };
    }
    default:
      return ofAnswer(apdu, request);
  }
}

function ofEvent({ attribute, data, time }: DecodedApdu): NamedAttributes | undefined {
  if (!attribute || !data) return undefined;
  return { attributes: [{ ...attribute, data }], isEvent: true, ...timeOf(time) };
}

function ofAnswer({ data }: DecodedApdu, request: unknown): NamedAttributes | undefined {
  if (!data || typeof request !== 'object' || request === null) return undefined;
  const { obis, attribute } = request as { obis?: unknown; attribute?: unknown };
  if (typeof obis !== 'string') return undefined;
  const which = typeof attribute === 'number' ? { attribute } : {};
  return { attributes: [{ obis, ...which, data }], isEvent: false };
}

function timeOf(time: CosemDateTime | null | undefined): { time?: string } {
  const text = time && isoDateTime(time);
  return text ? { time: text } : {};
}
