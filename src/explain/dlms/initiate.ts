import { readConformance } from '../../dlms/conformance';
import { i8, leaf, optional, type Part, sequence, u8, u16 } from '../parts';

const DEDICATED_KEY: Part = (walk) =>
  walk.noteSecret('dedicated-key', (reader) => reader.take(reader.length()));

const DLMS_VERSION = leaf('dlms-version', u8);
const CONFORMANCE = leaf(
  'conformance',
  readConformance,
  (services) => services.join(', ') || 'nothing',
);
const MAX_PDU_SIZE = leaf('max-pdu-size', u16, (size) =>
  size === 0 ? 'no limit' : `${size} octets`,
);
const QUALITY_OF_SERVICE = optional('quality-of-service', leaf('quality', i8));

export const INITIATE_REQUEST = sequence(
  optional('dedicated-key', DEDICATED_KEY),
  optional(
    'response-allowed',
    leaf('allowed', (reader) => reader.boolean()),
  ),
  QUALITY_OF_SERVICE,
  DLMS_VERSION,
  CONFORMANCE,
  MAX_PDU_SIZE,
);

const REFERENCING: ReadonlyMap<number, string> = new Map([
  [0x0007, 'logical names'],
  [0xfa00, 'short names'],
]);

export const INITIATE_RESPONSE = sequence(
  QUALITY_OF_SERVICE,
  DLMS_VERSION,
  CONFORMANCE,
  MAX_PDU_SIZE,
  leaf('vaa-name', u16, (name) => REFERENCING.get(name) ?? String(name)),
);
