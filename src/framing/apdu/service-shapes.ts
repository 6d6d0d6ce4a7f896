import { DATA, DATA_TYPES, OPTIONAL_DATE_TIME } from './data-shape';
import { EVENT_NOTIFICATION } from './event-shape';
import {
  byOctet,
  choice,
  list,
  listOfSome,
  NOTHING,
  optional,
  type Shape,
  STRING,
  type Step,
} from './shape';

const INVOKE_ID = 1;
const LONG_INVOKE_ID = 4;
const RESULT = 1;
const LAST_BLOCK = 1;
const BLOCK_NUMBER = 4;
const SHORT_BLOCK_NUMBER = 2;
const SHORT_NAME = 2;
/** class_id, instance_id, and attribute_id or method_id. */
const DESCRIPTOR = 2 + 6 + 1;

const SELECTION: Shape = [1, DATA];
const SELECTABLE: Shape = [DESCRIPTOR, optional(...SELECTION)];
const DATA_BLOCK: Shape = [LAST_BLOCK, BLOCK_NUMBER, STRING];
const DATA_OR_ERROR = choice({ 0: [DATA], 1: [RESULT] });

const GET_REQUEST = choice({
  1: [INVOKE_ID, ...SELECTABLE],
  2: [INVOKE_ID, BLOCK_NUMBER],
  3: [INVOKE_ID, list(...SELECTABLE)],
});

const GET_RESPONSE = choice({
  1: [INVOKE_ID, DATA_OR_ERROR],
  2: [INVOKE_ID, LAST_BLOCK, BLOCK_NUMBER, choice({ 0: [STRING], 1: [RESULT] })],
  3: [INVOKE_ID, list(DATA_OR_ERROR)],
});

const SET_REQUEST = choice({
  1: [INVOKE_ID, ...SELECTABLE, DATA],
  2: [INVOKE_ID, ...SELECTABLE, ...DATA_BLOCK],
  3: [INVOKE_ID, ...DATA_BLOCK],
  4: [INVOKE_ID, list(...SELECTABLE), list(DATA)],
  5: [INVOKE_ID, list(...SELECTABLE), ...DATA_BLOCK],
});

const SET_RESPONSE = choice({
  1: [INVOKE_ID, RESULT],
  2: [INVOKE_ID, BLOCK_NUMBER],
  3: [INVOKE_ID, RESULT, BLOCK_NUMBER],
  4: [INVOKE_ID, list(RESULT), BLOCK_NUMBER],
  5: [INVOKE_ID, list(RESULT)],
});

const ACTION_REQUEST = choice({
  1: [INVOKE_ID, DESCRIPTOR, optional(DATA)],
  2: [INVOKE_ID, BLOCK_NUMBER],
  3: [INVOKE_ID, list(DESCRIPTOR), list(DATA)],
  4: [INVOKE_ID, DESCRIPTOR, ...DATA_BLOCK],
  5: [INVOKE_ID, list(DESCRIPTOR), ...DATA_BLOCK],
  6: [INVOKE_ID, ...DATA_BLOCK],
});

/** Data or an error; where neither 00H nor 01H says which, the data itself, as some servers send it. */
const RETURN_PARAMETERS: Step = {
  step: 'choice',
  shapes: new Map([...DATA_TYPES, [0, [DATA]], [1, [RESULT]]]),
};

const ACTION_RESPONSE = choice({
  1: [INVOKE_ID, RESULT, { step: 'trailing', shape: [RETURN_PARAMETERS] }],
  2: [INVOKE_ID, ...DATA_BLOCK],
  3: [INVOKE_ID, list(RESULT, optional(DATA_OR_ERROR))],
  4: [INVOKE_ID, BLOCK_NUMBER],
});

const VARIABLE = choice({
  2: [SHORT_NAME],
  4: [SHORT_NAME, ...SELECTION],
  5: [SHORT_BLOCK_NUMBER],
  6: [LAST_BLOCK, SHORT_BLOCK_NUMBER, STRING],
  7: [LAST_BLOCK, SHORT_BLOCK_NUMBER],
});
const READ_RESULT = choice({
  0: [DATA],
  1: [RESULT],
  2: [LAST_BLOCK, SHORT_BLOCK_NUMBER, STRING],
  3: [SHORT_BLOCK_NUMBER],
});
const WRITE_RESULT = choice({ 0: NOTHING, 1: [RESULT], 2: [SHORT_BLOCK_NUMBER] });

/** A class of service errors up to 10, and the error. */
const SERVICE_ERROR = choice(
  Object.fromEntries(Array.from({ length: 11 }, (_, errorClass) => [errorClass, [1]])),
);
const CONFIRMED_SERVICE_ERROR = choice({
  1: [SERVICE_ERROR],
  5: [SERVICE_ERROR],
  6: [SERVICE_ERROR],
});

const INVOCATION_COUNTER = 4;
/** Only the invocation-counter-error carries something: the counter that was expected. */
const EXCEPTION_SERVICE_ERROR = choice({
  1: NOTHING,
  2: NOTHING,
  3: NOTHING,
  4: NOTHING,
  5: NOTHING,
  6: [INVOCATION_COUNTER],
});
const EXCEPTION = choice({ 1: [EXCEPTION_SERVICE_ERROR], 2: [EXCEPTION_SERVICE_ERROR] });

const ACCESS_SPECIFICATION = choice({
  1: [DESCRIPTOR],
  2: [DESCRIPTOR],
  3: [DESCRIPTOR],
  4: [DESCRIPTOR, ...SELECTION],
  5: [DESCRIPTOR, ...SELECTION],
});
const ACCESS_RESULT = choice({ 1: [RESULT], 2: [RESULT], 3: [RESULT] });

/** Protocol version or application context name, which ACSE puts first in AARQ and AARE. */
const ASSOCIATION: Shape = [{ step: 'string', first: new Set([0x80, 0xa1]) }];
/** Reason or user information, which RLRQ and RLRE may begin with. */
const RELEASE: Shape = [{ step: 'string', first: new Set([0x80, 0xbe]) }];

/** Suites 0 to 2, authenticated, encrypted or both; 40H is a broadcast key, 80H compression. */
const SECURITY_CONTROLS = [0x10, 0x20, 0x30].flatMap((protection) =>
  [0, 1, 2].flatMap((suite) => [0, 0x40, 0x80, 0xc0].map((use) => protection | suite | use)),
);
/** At least the security control octet and the invocation counter. */
const CIPHERED: Step = { step: 'string', least: 5, first: new Set(SECURITY_CONTROLS) };
const SYSTEM_TITLE = choice({ 0: NOTHING, 8: [8] });
/** Transaction id, originator, recipient, date-time, other information. */
const GENERAL_HEADER: Shape = [STRING, SYSTEM_TITLE, SYSTEM_TITLE, OPTIONAL_DATE_TIME, STRING];
const KEY_INFORMATION = choice({ 0: [1], 1: [1, STRING], 2: [STRING, STRING] });

const CIPHERED_SERVICES: readonly number[] = [
  ...[0xc8, 0xc9, 0xca, 0xcb, 0xcc, 0xcd, 0xcf], // under the global key
  ...[0xd0, 0xd1, 0xd2, 0xd3, 0xd4, 0xd5, 0xd7], // under the dedicated key
];

/** APDUs by their tag. */
export const APDU_SHAPES: ReadonlyMap<number, Shape> = new Map([
  ...byOctet<Shape>({
    5: [listOfSome(VARIABLE)], // read-request
    6: [listOfSome(VARIABLE), listOfSome(DATA)], // write-request
    12: [listOfSome(READ_RESULT)], // read-response
    13: [listOfSome(WRITE_RESULT)], // write-response
    14: [CONFIRMED_SERVICE_ERROR],
    15: [LONG_INVOKE_ID, OPTIONAL_DATE_TIME, DATA], // data-notification
    24: [optional(STRING), listOfSome(VARIABLE), listOfSome(DATA)], // information-report
    96: ASSOCIATION, // AARQ
    97: ASSOCIATION, // AARE
    98: RELEASE, // RLRQ
    99: RELEASE, // RLRE
    192: [GET_REQUEST],
    193: [SET_REQUEST],
    194: EVENT_NOTIFICATION,
    195: [ACTION_REQUEST],
    196: [GET_RESPONSE],
    197: [SET_RESPONSE],
    199: [ACTION_RESPONSE],
    216: [EXCEPTION],
    217: [LONG_INVOKE_ID, OPTIONAL_DATE_TIME, list(ACCESS_SPECIFICATION), list(DATA)],
    218: [
      LONG_INVOKE_ID,
      OPTIONAL_DATE_TIME,
      optional(list(ACCESS_SPECIFICATION)),
      list(DATA),
      list(ACCESS_RESULT),
    ],
    219: [SYSTEM_TITLE, CIPHERED], // general-glo-ciphering
    220: [SYSTEM_TITLE, CIPHERED], // general-ded-ciphering
    221: [...GENERAL_HEADER, optional(KEY_INFORMATION), CIPHERED], // general-ciphering
    223: [...GENERAL_HEADER, STRING, STRING], // general-signing
    224: [1, SHORT_BLOCK_NUMBER, SHORT_BLOCK_NUMBER, STRING], // general-block-transfer
  }),
  ...CIPHERED_SERVICES.map((tag): [number, Shape] => [tag, [CIPHERED]]),
]);

/**
 * APDUs that are looked for behind a wrapper header only: as a bare start, the end octet of DL/T 645 (16H) and
 * letters of a modem's registration text would be taken for them.
 */
const WRAPPED_TAGS: ReadonlySet<number> = new Set([
  0x16, // unconfirmed-write-request
  ...[0x25, 0x26, 0x2c, 0x2d, 0x2e, 0x36, 0x38], // short-name services under the global key
  ...[0x45, 0x46, 0x4c, 0x4d, 0x4e, 0x56, 0x58], // and under the dedicated key
]);

/** Whether an APDU behind a wrapper header can begin with this octet. */
export function isApduTag(octet: number): boolean {
  return APDU_SHAPES.has(octet) || WRAPPED_TAGS.has(octet);
}
