import { DATA } from './data-shape';
import { choice, type Shape, type Step } from './shape';

const EVERY_OCTET = Array.from({ length: 0x100 }, (_, octet) => octet);
const LARGEST_MEDIUM = 15;
const LENGTH_OF_INSTANCE = 6;
const ATTRIBUTE = 1;

/** instance_id, which may have its length in front: that is no medium of an electricity meter. */
const INSTANCE: Step = {
  step: 'choice',
  shapes: new Map(
    EVERY_OCTET.slice(0, LARGEST_MEDIUM + 1).map((octet) => [
      octet,
      [octet === LENGTH_OF_INSTANCE ? 6 : 5],
    ]),
  ),
};
const INSTANCE_AND_VALUE: Shape = [INSTANCE, ATTRIBUTE, DATA];
const BARE_TIME_AND_VALUE: Shape = [11, 2, ...INSTANCE_AND_VALUE];

/**
 * The octet after a first 00H. It is zero where that 00H said "no time" and a class number begins, since no
 * interface class of the standard is above 255; else it is the lower half of the class number.
 */
const AFTER_ZERO: Step = {
  step: 'choice',
  shapes: new Map(
    EVERY_OCTET.map((octet) => [octet, octet === 0 ? [1, 6, ATTRIBUTE, DATA] : INSTANCE_AND_VALUE]),
  ),
};

/**
 * EventNotification in two forms. The standard's has 00H, or 01H 0CH and a date-time, in front of class,
 * instance and attribute. The other, which a meter may send, has the bare date-time or nothing there.
 */
export const EVENT_NOTIFICATION: Shape = [
  choice({
    0: [AFTER_ZERO],
    1: [choice({ 12: [12] }), 2, 6, ATTRIBUTE, DATA],
    7: BARE_TIME_AND_VALUE, // years up to 2047
    8: BARE_TIME_AND_VALUE, // and up to 2303
    255: BARE_TIME_AND_VALUE, // no year given
  }),
];
