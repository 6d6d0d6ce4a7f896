import { FrameError } from '../../octets';
import { type AxdrReader, type AxdrWriter, type Data, readData, writeData } from '../axdr';
import { type CosemDateTime, DATE_TIME_LENGTH, readDateTime, writeDateTime } from '../date-time';
import { orElse } from '../or-else';
import { type AttributeDescriptor, readAttribute, writeAttribute } from './descriptor';

/** EventNotification: a meter tells one attribute unasked. */
export interface EventNotification {
  readonly type: 'event-notification';
  readonly time: CosemDateTime | null;
  readonly attribute: AttributeDescriptor;
  readonly data: Data;
  /** Values behind the first, in the form without a presence octet. */
  readonly furtherData?: readonly Data[];
  readonly warnings?: readonly string[];
}

const OBIS_LENGTH = 6;

/**
 * Standard form first. EM114070 meters are said to send another, without the presence octet of the time; it
 * is taken only where the standard one does not use up the octets.
 */
export function readEventNotification(reader: AxdrReader): EventNotification {
  const start = reader.position;
  try {
    const notification = readStandardForm(reader);
    reader.expectEnd();
    return notification;
  } catch (standardFault) {
    if (!(standardFault instanceof FrameError)) throw standardFault;
    reader.position = start;
    return orElse(() => readBareForm(reader), standardFault);
  }
}

export function writeEventNotification(writer: AxdrWriter, event: EventNotification): void {
  writer.optional(event.time, (time) => writeDateTime(writer.count(DATE_TIME_LENGTH), time));
  writeAttribute(writer, event.attribute);
  writeData(writer, event.data);
}

function readStandardForm(reader: AxdrReader): EventNotification {
  return {
    type: 'event-notification',
    time: reader.present() ? readTimeString(reader) : null,
    attribute: readAttribute(reader),
    data: readData(reader),
  };
}

function readTimeString(reader: AxdrReader): CosemDateTime {
  reader.expect(DATE_TIME_LENGTH, 'length');
  return readDateTime(reader);
}

/** `[date-time] class-id [06H] OBIS attribute Data [Data…]` */
function readBareForm(reader: AxdrReader): EventNotification {
  const time = startsWithDateTime(reader) ? readDateTime(reader) : null;
  const classId = reader.u16();
  if (reader.peek() === OBIS_LENGTH) reader.skip(1);
  const attribute = { classId, obis: reader.obis(), attribute: reader.i8() };
  const data = readData(reader);
  const furtherData: Data[] = [];
  while (reader.remaining > 0) furtherData.push(readData(reader));
  return {
    type: 'event-notification',
    time,
    attribute,
    data,
    ...(furtherData.length > 0 ? { furtherData } : {}),
    warnings: ['event-notification without the presence octet of its time'],
  };
}

/** A class id is never in the range of years; a year, month and hour that fit make a date-time. */
function startsWithDateTime(reader: AxdrReader): boolean {
  if (reader.remaining < DATE_TIME_LENGTH) return false;
  const start = reader.position;
  const { year, month, hour } = readDateTime(reader);
  reader.position = start;
  const plausibleYear = year === null || (year >= 2000 && year < 2100);
  const plausibleMonth = month === null || (typeof month === 'number' && month >= 1 && month <= 12);
  return plausibleYear && plausibleMonth && (hour === null || hour <= 23);
}
