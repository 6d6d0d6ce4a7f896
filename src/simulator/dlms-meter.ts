import { fromHex, toHex } from '../octets/hex';
import { CipheredServer } from './ciphered-server';
import { Ciphering } from './ciphering';
import { dateTime, ZONE } from './cosem-time';
import { type Device, meterAddress } from './device';
import { DlmsAssociation } from './dlms-association';
import { DlmsClock } from './dlms-clock';
import { DlmsDevice } from './dlms-device';
import { type ControlMode, DlmsDisconnect } from './dlms-disconnect';
import { type DlmsObject, DlmsObjects } from './dlms-objects';
import { doubleLongUnsigned } from './dlms-profile';
import { COUNTER, identity, REGISTERS } from './dlms-registers';
import { DlmsServer, type Server } from './dlms-server';
import { DlmsServices } from './dlms-services';
import { type EnergyHistory, energyHistory, SNAPSHOT } from './energy-history';
import { billingProfile, loadProfile } from './energy-profiles';
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
  /** `false`: it has neither load profile nor bills. */
  readonly profiles?: boolean;
  /** Octets of the longest APDU that it takes and gives, 1024 unless given. */
  readonly pduSize?: number;
  /** ms since 1970; without it the meter stands still at 2026-01-30T10:30:45+01:00. */
  readonly now?: () => number;
}

type Servers = ReadonlyMap<number, Server>;

const PUBLIC_CLIENT = 16;
const MANAGEMENT_CLIENT = 1;

/** Block transfer for GET, SET and ACTION, get, set, selective-access, action. */
const CONFORMANCE = 0x001c1d;
const MULTIPLE_REFERENCES = 0x000200;
const PDU_SIZE = 1024;

const IMPORT = '1-0:1.8.0.255';

/**
 * A three-phase meter that tells scale and unit of every register, and has a time zone. Its load profile, its
 * bills and, where its clock runs, its register of imported energy tell the same story.
 */
export function dlmsMeter(options: DlmsMeterOptions): Device {
  const address = meterAddress(options.address ?? '360000000001');
  const { withList = 'answered', pduSize = PDU_SIZE, now = () => SNAPSHOT } = options;
  const history = energyHistory(address, now);
  const objects = new DlmsObjects([
    ...REGISTERS.map((register) =>
      register.obis === IMPORT && options.now ? running(register, history) : register,
    ),
    clock(now),
    ...identity(address),
  ]);
  const disconnect = new DlmsDisconnect(options.controlMode ?? 4);
  const profiles = [loadProfile(history), billingProfile(history)];
  const others = [...(options.profiles === false ? [] : profiles), disconnect];
  const services = new DlmsServices(objects, {
    withList: withList === 'absent' ? 'refused' : withList,
    disconnect,
    others: [new DlmsAssociation(objects, others), ...others],
  });
  const traits = {
    conformance: withList === 'absent' ? CONFORMANCE : CONFORMANCE | MULTIPLE_REFERENCES,
    pduSize,
    confirmsRelease: options.confirmsRelease ?? true,
  };
  const ciphering = options.keys && cipheringOf(options.keys, address);
  return new DlmsDevice({
    id: address,
    heartbeat: options.heartbeat === false ? undefined : ivyHeartbeat(address),
    servers: ciphering
      ? cipheredServers(new CipheredServer(services, ciphering, traits), address, pduSize)
      : plainServers(new DlmsServer(services, traits), options),
    bareReplies: false,
    objects,
    push: ciphering
      ? (pushed) => ciphering.sealGeneral(dataNotification(pushed))
      : dataNotification,
  });
}

function running(register: DlmsObject, { now, imported }: EnergyHistory): DlmsObject {
  return { ...register, running: { read: () => doubleLongUnsigned(imported(now())) } };
}

function clock(now: () => number): DlmsObject {
  return {
    obis: '0-0:1.0.0.255',
    descriptor: '0008 0000010000FF',
    value: toHex(dateTime(SNAPSHOT + ZONE)),
    running: new DlmsClock(now),
  };
}

function plainServers(server: Server, { textbookPortsOnly }: DlmsMeterOptions): Servers {
  const publicOnly: [number, Server][] = [[PUBLIC_CLIENT, server]];
  return new Map(textbookPortsOnly ? publicOnly : [...publicOnly, [MANAGEMENT_CLIENT, server]]);
}

/** What everybody may know: who the meter is, and the highest counter that it took. */
function cipheredServers(server: CipheredServer, address: string, pduSize: number): Servers {
  const objects = new DlmsObjects([...identity(address), COUNTER]);
  const services = new DlmsServices(objects, {
    withList: 'refused',
    others: [new DlmsAssociation(objects, [])],
  });
  const traits = { conformance: CONFORMANCE, pduSize, confirmsRelease: true };
  const open = new DlmsServer(services, traits);
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

/** Without time; an array of (logical name, value, scaler_unit), so that the push explains itself. */
function dataNotification(objects: DlmsObjects): Uint8Array {
  const registers = objects.describedRegisters();
  return Buffer.concat([
    fromHex('0F 00000001 00 01'),
    Uint8Array.of(registers.length),
    ...registers,
  ]);
}
