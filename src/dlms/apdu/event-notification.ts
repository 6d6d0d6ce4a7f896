import { FrameError } from '../../octets';
import { type AxdrReader, type AxdrWriter, type Data, readData, writeData } from '../axdr';
import { type CosemDateTime, DATE_TIME_LENGTH, readDateTime, writeDateTime } from '../date-time';
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
/** All classes of the standard have numbers below. */
const FIRST_OTHER_CLASS = 256;

/**
 * The standard form, or else one without the presence octet of the time, which EM114070 meters are said to
 * send. Where both fit, the class tells: read as the other, either has a class that the standard has not.
 */
export function readEventNotification(reader: AxdrReader): EventNotification {
  const whole = reader.part(reader.remaining);
  const standard = attempt(whole, readStandardForm);
  if (!(standard instanceof FrameError) && isStandardClass(standard)) return standard;
  const bare = attempt(whole, readBareForm);
  if (!(bare instanceof FrameError) && isStandardClass(bare)) return bare;
  if (standard instanceof FrameError) throw standard;
  return standard;
}

export function writeEventNotification(writer: AxdrWriter, event: EventNotification): void {
  writer.optional(event.time, (time) => writeDateTime(writer.count(DATE_TIME_LENGTH), time));
  writeAttribute(writer, event.attribute);
  writeData(writer, event.data);
}

/** What `read` makes of all that is left, or why it cannot. The reader stays where it is. */
function attempt(
  reader: AxdrReader,
  read: (reader: AxdrReader) => EventNotification,
): EventNotification | FrameError {
  const start = reader.position;
  try {
    const notification = read(reader);
    reader.expectEnd();
    return notification;
  } catch (fault) {
    if (!(fault instanceof FrameError)) throw fault;
    return fault;
  } finally {
    reader.position = start;
  }
}

function isStandardClass({ attribute }: EventNotification): boolean {
  return attribute.classId > 0 && attribute.classId < FIRST_OTHER_CLASS;
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
