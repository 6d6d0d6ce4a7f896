import type { PlainApdu } from '../../dlms/apdu/apdu';
import { CODECS } from '../../dlms/apdu/codecs';
import { leaf, octetString, type Part, sequence, u8, u16 } from '../parts';
import { words } from '../wording';
import { AARE, AARQ, RLRE, RLRQ } from './acse';
import { CONFIRMED_SERVICE_ERROR, EXCEPTION_RESPONSE } from './errors';
import { INITIATE_REQUEST, INITIATE_RESPONSE } from './initiate';
import {
  ACCESS_REQUEST,
  ACCESS_RESPONSE,
  ACTION_REQUEST,
  ACTION_RESPONSE,
  GET_REQUEST,
  GET_RESPONSE,
  SET_REQUEST,
  SET_RESPONSE,
} from './long-name';
import { DATA_NOTIFICATION, DATA_NOTIFICATION_CONFIRM, EVENT_NOTIFICATION } from './notifications';
import { CIPHERED, GENERAL_SIGNING } from './protection';
import {
  INFORMATION_REPORT,
  READ_REQUEST,
  READ_RESPONSE,
  WRITE_REQUEST,
  WRITE_RESPONSE,
} from './short-name';

const GENERAL_BLOCK_TRANSFER = sequence(
  leaf('block-control', u8, blockControlText),
  leaf('block-number', u16),
  leaf('block-number-ack', u16),
  octetString('block-data', ({ length }) => `${length} octets of another APDU`),
);

/** What stands behind the tag of each APDU. */
const CONTENTS: Readonly<Record<PlainApdu['type'], Part>> = {
  'initiate-request': INITIATE_REQUEST,
  'initiate-response': INITIATE_RESPONSE,
  'read-request': READ_REQUEST,
  'write-request': WRITE_REQUEST,
  'unconfirmed-write-request': WRITE_REQUEST,
  'read-response': READ_RESPONSE,
  'write-response': WRITE_RESPONSE,
  'information-report': INFORMATION_REPORT,
  'confirmed-service-error': CONFIRMED_SERVICE_ERROR,
  'data-notification': DATA_NOTIFICATION,
  'data-notification-confirm': DATA_NOTIFICATION_CONFIRM,
  aarq: AARQ,
  aare: AARE,
  rlrq: RLRQ,
  rlre: RLRE,
  'get-request': GET_REQUEST,
  'set-request': SET_REQUEST,
  'event-notification': EVENT_NOTIFICATION,
  'action-request': ACTION_REQUEST,
  'get-response': GET_RESPONSE,
  'set-response': SET_RESPONSE,
  'action-response': ACTION_RESPONSE,
  'exception-response': EXCEPTION_RESPONSE,
  'access-request': ACCESS_REQUEST,
  'access-response': ACCESS_RESPONSE,
  'general-signing': GENERAL_SIGNING,
  'general-block-transfer': GENERAL_BLOCK_TRANSFER,
};

const BY_TAG: ReadonlyMap<number, readonly [type: string, contents: Part]> = new Map(
  Object.entries(CONTENTS).map(([type, contents]) => [
    CODECS[type as PlainApdu['type']].tag,
    [type, contents],
  ]),
);

/** An APDU with its tag, and nothing behind it. */
export const APDU: Part = (walk) => {
  const plain = BY_TAG.get(walk.reader.peek());
  if (plain) {
    const [type, contents] = plain;
    walk.note('apdu', u8, () => type);
    contents(walk.deeper());
  } else {
    CIPHERED(walk);
  }
  walk.reader.expectEnd();
};

function blockControlText(control: number): string {
  return words(
    control & 0x80 ? 'last block' : 'more blocks follow',
    control & 0x40 ? 'streaming' : '',
    `window ${control & 0x3f}`,
  );
}
