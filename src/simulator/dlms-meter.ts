import { fromHex, toHex } from '../octets/hex';
import { CipheredServer } from './ciphered-server';
import { Ciphering } from './ciphering';
import { type Device, type Motion, meterAddress } from './device';
import { DlmsDevice } from './dlms-device';
import { type ControlMode, DlmsDisconnect } from './dlms-disconnect';
import { type DlmsObject, DlmsObjects } from './dlms-objects';
import { DlmsServer, type Server } from './dlms-server';
import { DlmsServices } from './dlms-services';
import { ivyHeartbeat } from './heartbeat';

/** Keys of security suite 0, 32 hex digits each. */
export interface DlmsMeterKeys {
  readonly encryptionKey: string;
  readonly authenticationKey: string;
  /** The first invocation counter that the meter sends, 0 unless given. */
  readonly firstCounter?: number;
}

export interface DlmsMeterOptions {
  /** 12 digits, also the serial number and the end of the logical device name. */
  readonly address?: string;
  /** `false`: it says nothing until it is asked. */
  readonly heartbeat?: boolean;
  /** Only 16 -> 1, the public client, is answered; 1 -> 1 is not. */
  readonly textbookPortsOnly?: boolean;
  /** `absent`: neither offered nor served; `refused`: offered, yet not served; `short`: one result too few. */
  readonly withList?: 'answered' | 'short' | 'refused' | 'absent';
  /** Whether it confirms a release; it does unless told otherwise. */
  readonly confirmsRelease?: boolean;
  /** How its relay may be switched: 0 not at all, 2 and 4 both ways at once, the others close by a button; 4. */
  readonly controlMode?: ControlMode;
  /** With keys it is a ciphered meter: client 1 alone reads it, and both prove by GMAC who they are. */
  readonly keys?: DlmsMeterKeys;
}

type Servers = ReadonlyMap<number, Server>;

const WH = '161E';
const VARH = '1620';
const W = '161B';
const VA = '161C';
const VAR = '161D';
const V = '1623';
const A = '1621';
const HZ = '162C';
const UNITLESS = '16FF';

/** 10^1, 10^0, 10^-1 ... as scaler_unit begins, before the unit. */
const TENS = '0202 0F01';
const ONES = '0202 0F00';
const TENTHS = '0202 0FFF';
const HUNDREDTHS = '0202 0FFE';
const THOUSANDTHS = '0202 0FFD';

const STEADY: Motion = { growth: 0 };

/** 12345.71 kWh = 1234571 x 10 Wh; 230.5, 231.1, 229.8 V; 5.12, 4.98, 5.03 A; 3486 W; 0.985; 49.98 Hz. */
const REGISTERS: readonly DlmsObject[] = [
  register('1-0:1.8.0.255', '0100010800FF', '06 0012D68B', TENS + WH, { growth: 1 }),
  register('1-0:2.8.0.255', '0100020800FF', '06 00001DEA', TENS + WH),
  register('1-0:3.8.0.255', '0100030800FF', '06 00009C40', TENS + VARH),
  register('1-0:4.8.0.255', '0100040800FF', '06 00000064', TENS + VARH),
  register('1-0:32.7.0.255', '0100200700FF', '12 0901', TENTHS + V, { swing: 5 }),
  register('1-0:52.7.0.255', '0100340700FF', '12 0907', TENTHS + V, { swing: 5 }),
  register('1-0:72.7.0.255', '0100480700FF', '12 08FA', TENTHS + V, { swing: 5 }),
  register('1-0:31.7.0.255', '01001F0700FF', '12 0200', HUNDREDTHS + A),
  register('1-0:51.7.0.255', '0100330700FF', '12 01F2', HUNDREDTHS + A),
  register('1-0:71.7.0.255', '0100470700FF', '12 01F7', HUNDREDTHS + A),
  register('1-0:1.7.0.255', '0100010700FF', '06 00000D9E', ONES + W, { swing: 20 }),
  register('1-0:2.7.0.255', '0100020700FF', '06 00000000', ONES + W),
  register('1-0:3.7.0.255', '0100030700FF', '05 FFFFFDA8', ONES + VAR),
  register('1-0:9.7.0.255', '0100090700FF', '06 00000DD3', ONES + VA),
  register('1-0:21.7.0.255', '0100150700FF', '05 00000492', ONES + W),
  register('1-0:41.7.0.255', '0100290700FF', '05 0000047D', ONES + W),
  register('1-0:61.7.0.255', '01003D0700FF', '05 0000048F', ONES + W),
  register('1-0:13.7.0.255', '01000D0700FF', '10 03D9', THOUSANDTHS + UNITLESS),
  register('1-0:14.7.0.255', '01000E0700FF', '12 1386', HUNDREDTHS + HZ, { swing: 2 }),
];

/** 2026-01-30T10:30:45+01:00, a Friday: deviation -60 minutes. */
const CLOCK: DlmsObject = {
  obis: '0-0:1.0.0.255',
  descriptor: '0008 0000010000FF',
  value: '090C 07EA 01 1E 05 0A 1E 2D 00 FFC4 00',
};

const COUNTER: DlmsObject = {
  obis: '0-0:43.1.0.255',
  descriptor: '0001 00002B0100FF',
  value: '06 00000000',
};

const PUBLIC_CLIENT = 16;
const MANAGEMENT_CLIENT = 1;

/** Block transfer for GET, SET and ACTION, get, set, selective-access, action. */
const CONFORMANCE = 0x001c1d;
const MULTIPLE_REFERENCES = 0x000200;

/** A three-phase meter that tells scale and unit of every register, and has a time zone. */
export function dlmsMeter(options: DlmsMeterOptions): Device {
  const address = meterAddress(options.address ?? '360000000001');
  const objects = new DlmsObjects([...REGISTERS, CLOCK, ...identity(address)]);
  const withList = options.withList ?? 'answered';
  const services = new DlmsServices(objects, {
    withList: withList === 'absent' ? 'refused' : withList,
    disconnect: new DlmsDisconnect(options.controlMode ?? 4),
  });
  const traits = {
    conformance: withList === 'absent' ? CONFORMANCE : CONFORMANCE | MULTIPLE_REFERENCES,
    confirmsRelease: options.confirmsRelease ?? true,
  };
  const ciphering = options.keys && cipheringOf(options.keys, address);
  return new DlmsDevice({
    id: address,
    heartbeat: options.heartbeat === false ? undefined : ivyHeartbeat(address),
    servers: ciphering
      ? cipheredServers(new CipheredServer(services, ciphering, traits), address)
      : plainServers(new DlmsServer(services, traits), options),
    bareReplies: false,
    objects,
    push: ciphering
      ? (pushed) => ciphering.sealGeneral(dataNotification(pushed))
      : dataNotification,
  });
}

function plainServers(server: Server, { textbookPortsOnly }: DlmsMeterOptions): Servers {
  const publicOnly: [number, Server][] = [[PUBLIC_CLIENT, server]];
  return new Map(textbookPortsOnly ? publicOnly : [...publicOnly, [MANAGEMENT_CLIENT, server]]);
}

/** What everybody may know: who the meter is, and the highest counter that it took. */
function cipheredServers(server: CipheredServer, address: string): Servers {
  const objects = new DlmsObjects([...identity(address), COUNTER]);
  const services = new DlmsServices(objects, { withList: 'refused' });
  const open = new DlmsServer(services, { conformance: CONFORMANCE, confirmsRelease: true });
  const publicServer: Server = {
    reset: () => open.reset(),
    answer: (apdu) => {
      objects.setValue(COUNTER.obis, server.highest);
      return open.answer(apdu);
    },
  };
  return new Map([
    [PUBLIC_CLIENT, publicServer],
    [MANAGEMENT_CLIENT, server],
  ]);
}

function cipheringOf(keys: DlmsMeterKeys, address: string): Ciphering {
  return new Ciphering({
    encryptionKey: keyOf('encryption key', keys.encryptionKey),
    authenticationKey: keyOf('authentication key', keys.authenticationKey),
    title: simulatedTitle(address),
    firstCounter: keys.firstCounter ?? 0,
  });
}

/** System title of a simulated meter: SIM, and the last ten digits of its address. */
export function simulatedTitle(address: string): Uint8Array {
  return Buffer.concat([Buffer.from('SIM', 'latin1'), fromHex(address.slice(2))]);
}

function keyOf(name: string, hex: string): Uint8Array {
  if (/^[\da-f]{32}$/i.test(hex)) return fromHex(hex);
  throw new RangeError(`the ${name} needs 32 hex digits`);
}

function register(
  obis: string,
  logicalName: string,
  value: string,
  scalerUnit: string,
  motion: Motion = STEADY,
): DlmsObject {
  return { obis, descriptor: `0003 ${logicalName}`, value, scalerUnit, motion };
}

/** Logical device name (16 characters) and serial number (12). */
function identity(address: string): DlmsObject[] {
  const digits = toHex(Buffer.from(address, 'latin1'));
  return [
    {
      obis: '0-0:42.0.0.255',
      descriptor: '0001 00002A0000FF',
      value: `0910 53494D30 ${digits}`,
    },
    { obis: '0-0:96.1.0.255', descriptor: '0001 0000600100FF', value: `090C ${digits}` },
  ];
}

/** Without time; an array of (logical name, value, scaler_unit), so that the push explains itself. */
function dataNotification(objects: DlmsObjects): Uint8Array {
  const registers = objects.describedRegisters();
  return Buffer.concat([
    fromHex('0F 00000001 00 01'),
    Uint8Array.of(registers.length),
    ...registers,
  ]);
}
