import { fromHex, toHex } from '../octets/hex';
import { type Device, meterAddress } from './device';
import { DlmsDevice } from './dlms-device';
import { type DlmsObject, DlmsObjects } from './dlms-objects';
import { DlmsServer } from './dlms-server';
import { DlmsServices } from './dlms-services';
import { ivyHeartbeat } from './heartbeat';

export interface Em114070Options {
  /** 12 digits; the factory value is 000000000000. */
  readonly address?: string;
  /** Hex that ends the heartbeat, `0D 00 00` unless given. */
  readonly trailer?: string;
  /** Whether it confirms a release; it does unless told otherwise. */
  readonly confirmsRelease?: boolean;
  /** Whether answers after the first come without wrapper, as was seen at times. */
  readonly bareReplies?: boolean;
}

/**
 * The 14 objects that a real EM114070 gave in the scan of 2026-01-29, class and value as scanned.
 * It refused everything else that it was asked, also the same objects by another class.
 */
const OBJECTS: readonly DlmsObject[] = [
  { obis: '1-0:1.7.0.255', descriptor: '0003 0100010700FF', value: '05 00000000' },
  { obis: '1-0:3.7.0.255', descriptor: '0003 0100030700FF', value: '05 00000000' },
  { obis: '1-0:9.7.0.255', descriptor: '0003 0100090700FF', value: '06 00000000' },
  { obis: '1-0:11.7.0.255', descriptor: '0003 01000B0700FF', value: '06 00000000' },
  {
    obis: '1-0:12.7.0.255',
    descriptor: '0003 01000C0700FF',
    value: '06 00005C54',
    motion: { swing: 20 },
  },
  { obis: '1-0:13.7.0.255', descriptor: '0003 01000D0700FF', value: '05 00000000' },
  {
    obis: '1-0:14.7.0.255',
    descriptor: '0003 01000E0700FF',
    value: '06 0000138C',
    motion: { swing: 2 },
  },
  {
    obis: '1-0:15.8.0.255',
    descriptor: '0003 01000F0800FF',
    value: '06 00000000',
    motion: { growth: 1 },
  },
  { obis: '1-0:91.7.0.255', descriptor: '0003 01005B0700FF', value: '06 00000000' },
  {
    obis: '0-0:1.0.0.255',
    descriptor: '0008 0000010000FF',
    value: '090C 07EA011E05042213008000FF',
  },
  {
    obis: '0-0:42.0.0.255',
    descriptor: '0001 00002A0000FF',
    value: '0910 59544C31303230303030303030303030',
  },
  {
    obis: '0-0:96.1.0.255',
    descriptor: '0001 0000600100FF',
    value: '090C 303030303030303030303030',
  },
  {
    obis: '0-0:96.1.1.255',
    descriptor: '0001 0000600101FF',
    value: `0928 5A68656A69616E6720596F6E677461696C6F6E67
      20456C656374726F6E696320436F2E2C204C5444`,
  },
  { obis: '0-0:96.14.0.255', descriptor: '0001 0000600E00FF', value: '11 01' },
];

/** Block transfer for GET and SET, get, set, selective-access, action. */
const CONFORMANCE = 0x00181d;

/** EventNotification without time (A-XDR, presence octet 00) of the voltage. No real push is on record. */
const VOLTAGE_EVENT = 'C2 00 0003 01000C0700FF 02';

/** A single-phase EM114070. Its serial number is its address, as in the one that was scanned. */
export function em114070(options: Em114070Options): Device {
  const address = meterAddress(options.address ?? '000000000000');
  const objects = new DlmsObjects(OBJECTS);
  objects.setValue('0-0:96.1.0.255', `090C ${toHex(Buffer.from(address, 'latin1'))}`);
  const services = new DlmsServices(objects, { withList: 'object-undefined' });
  const server = new DlmsServer(services, {
    conformance: CONFORMANCE,
    pduSize: 1024,
    confirmsRelease: options.confirmsRelease ?? true,
  });
  return new DlmsDevice({
    id: address,
    heartbeat: ivyHeartbeat(address, options.trailer),
    servers: new Map([[1, server]]),
    bareReplies: options.bareReplies ?? false,
    objects,
    push: voltageEvent,
  });
}

function voltageEvent(objects: DlmsObjects): Uint8Array {
  const voltage = objects.read('000301000c0700ff', 2) ?? fromHex('00');
  return Buffer.concat([fromHex(VOLTAGE_EVENT), voltage]);
}
