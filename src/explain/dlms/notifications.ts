import { readDateTime } from '../../dlms/date-time';
import {
  either,
  i8,
  inside,
  leaf,
  list,
  octets,
  optional,
  type Part,
  sequence,
  u8,
  u16,
} from '../parts';
import { ATTRIBUTE, DATE_TIME, LONG_INVOKE_ID } from './common';
import { attributeText, classText } from './cosem-names';
import { DATA } from './data';
import { dateTimeText } from './date-time-text';
import { obisText } from './obis-text';

const STRAY_TAG = 9;
const OBIS_LENGTH = 6;

const BARE_DATE_TIME = leaf('date-time', readDateTime, dateTimeText);
const TIME = sequence(leaf('length', u8), BARE_DATE_TIME);

/** Kaifa MA304H and old Kamstrup meters put the tag of an octet string in front of the date-time. */
const strayTag: Part = (walk) => {
  if (walk.reader.leniency && walk.reader.peek() === STRAY_TAG) {
    walk.note('stray tag', u8, () => 'an octet-string tag that the standard does not have here');
  }
};

/** A push with bare attribute descriptors inside structures, as some Czech meters send it. */
const RAW_DESCRIPTORS = sequence(
  leaf('structure', octets(2), () => 'structure of 2'),
  inside(
    DATA,
    leaf('array', octets(1), () => ''),
    list(
      'entries',
      sequence(
        leaf('structure', octets(2), () => 'structure of 2'),
        ATTRIBUTE,
        DATA,
      ),
    ),
  ),
);

const BODY = either(DATA, RAW_DESCRIPTORS);

export const DATA_NOTIFICATION = sequence(LONG_INVOKE_ID, strayTag, DATE_TIME, BODY);
export const DATA_NOTIFICATION_CONFIRM = sequence(LONG_INVOKE_ID, DATE_TIME);

const STANDARD_EVENT = sequence(optional('time', TIME), ATTRIBUTE, DATA);

/** Some put the length in front of the logical name. */
const BARE_ATTRIBUTE: Part = (walk) => {
  const classId = walk.note('class-id', u16, classText);
  if (walk.reader.peek() === OBIS_LENGTH) walk.note('length', u8, String);
  walk.note('instance-id', (reader) => reader.obis(), obisText);
  walk.note('attribute-id', i8, (id) => attributeText(classId, id));
};

/** The form without the presence octet of the time, which EM114070 meters are said to send. */
const BARE_EVENT = either(bareEvent(), bareEvent(BARE_DATE_TIME));

function bareEvent(...time: readonly Part[]): Part {
  return sequence(...time, BARE_ATTRIBUTE, (walk) => {
    while (walk.remaining > 0) DATA(walk);
  });
}

export const EVENT_NOTIFICATION = either(STANDARD_EVENT, BARE_EVENT);
