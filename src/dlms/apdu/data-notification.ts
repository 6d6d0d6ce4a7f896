import { type AxdrReader, type AxdrWriter, type Data, readData, writeData } from '../axdr';
import { entriesByOwnList, type PushEntry, selfDescribedEntries } from '../cosem/push';
import { type CosemDateTime, DATE_TIME_LENGTH, readDateTime, writeDateTime } from '../date-time';
import { type LongInvocation, readLongInvocation, writeLongInvocation } from './invocation';
import { readRawDescriptorBody } from './raw-descriptor-push';

/** DataNotification: what a meter pushes. */
export interface DataNotification extends LongInvocation {
  readonly type: 'data-notification';
  readonly dateTime: CosemDateTime | null;
  readonly data: Data;
  /** The values and what they belong to, where names stand beside them. Not needed to encode. */
  readonly entries?: readonly PushEntry[];
  /** The same by the push object list, where that is the first element. Not needed to encode. */
  readonly byObject?: readonly PushEntry[];
  /** Only of a push with bare descriptors: what stands in front of its entries. */
  readonly header?: Data;
}

/** DataNotification confirm, which answers a confirmed one. */
export interface DataNotificationConfirm extends LongInvocation {
  readonly type: 'data-notification-confirm';
  readonly dateTime: CosemDateTime | null;
}

const OCTET_STRING_TAG = 9;

export function readDataNotification(reader: AxdrReader): DataNotification {
  const invocation = readLongInvocation(reader);
  skipStrayTag(reader);
  const dateTime = readDateTimeString(reader);
  const head = { type: 'data-notification', ...invocation, dateTime } as const;
  const raw = reader.leniency && readRawDescriptorBody(reader);
  if (raw) return { ...head, ...raw };
  const data = readData(reader);
  const entries = selfDescribedEntries(data);
  if (entries) return { ...head, data, entries };
  const byObject = entriesByOwnList(data);
  return byObject ? { ...head, data, byObject } : { ...head, data };
}

export function writeDataNotification(writer: AxdrWriter, push: DataNotification): void {
  writeLongInvocation(writer, push);
  writeDateTimeString(writer, push.dateTime);
  writeData(writer, push.data);
}

export function readDataNotificationConfirm(reader: AxdrReader): DataNotificationConfirm {
  return {
    type: 'data-notification-confirm',
    ...readLongInvocation(reader),
    dateTime: readDateTimeString(reader),
  };
}

export function writeDataNotificationConfirm(
  writer: AxdrWriter,
  confirm: DataNotificationConfirm,
): void {
  writeLongInvocation(writer, confirm);
  writeDateTimeString(writer, confirm.dateTime);
}

/** A date-time as octet string, empty where there is none: also in ACCESS and general-ciphering. */
export function readDateTimeString(reader: AxdrReader): CosemDateTime | null {
  const length = reader.length();
  if (length === 0) return null;
  if (length !== DATE_TIME_LENGTH) {
    reader.fail('length', `a date-time of ${length} octets`, reader.position - 1);
  }
  return readDateTime(reader);
}

export function writeDateTimeString(writer: AxdrWriter, dateTime: CosemDateTime | null): void {
  writer.count(dateTime === null ? 0 : DATE_TIME_LENGTH);
  if (dateTime !== null) writeDateTime(writer, dateTime);
}

/** Kaifa MA304H and old Kamstrup meters put the tag of an octet string in front of the date-time. */
function skipStrayTag(reader: AxdrReader): void {
  if (!reader.leniency || reader.peek() !== OCTET_STRING_TAG) return;
  reader.warn('a tag in front of the date-time skipped');
  reader.skip(1);
}
