import { isBroadcast } from './address';
import type { DecodedFrame } from './decoded-frame';

/** Why a request should not leave for a meter. */
export interface Refusal {
  readonly code:
    | 'wildcard-address'
    | 'needs-authentication'
    | 'baud-rate'
    | 'time-off'
    | 'near-midnight'
    | 'needs-confirmation';
  readonly reason: string;
}

export interface Circumstances {
  /** The right time in the meter's zone, as `2026-01-30T04:34:19`. */
  readonly now: string;
  /** Somebody has said that what the meter holds is to be cleared. */
  readonly confirmed?: boolean;
  /** Function 03H has authenticated us to the meter's security module. */
  readonly authenticated?: boolean;
  /** Our own end of the line can change its rate too; through a modem it cannot. */
  readonly rateFollows?: boolean;
}

/** What of a decoded request is judged, so that the octets count and not what they were made from. */
export type JudgedRequest = Pick<DecodedFrame, 'type' | 'address' | 'paLevel' | 'time'>;

const MINUTES = 60_000;
const DAY = 24 * 60 * MINUTES;
/** Meters follow a broadcast time only so far, and not around midnight (clause 7.6). */
const REACH = 5 * MINUTES;

/** With security the data are enciphered (98H) or sealed (99H). */
const SECURITY_LEVELS: readonly (number | undefined)[] = [0x98, 0x99];

/** May be sent to an address that more than one meter may take for its own. */
const HARMLESS_TO_ALL: ReadonlySet<DecodedFrame['type']> = new Set([
  'read',
  'read-following',
  're-read',
  'read-address',
  'broadcast-time',
  'freeze',
  'output',
]);

const CLEARS: ReadonlySet<DecodedFrame['type']> = new Set([
  'clear-demand',
  'clear-meter',
  'clear-events',
]);

/** Why the request should not be sent, whatever the policy of the gateway; undefined where nothing is against it. */
export function refusal(request: JudgedRequest, circumstances: Circumstances): Refusal | undefined {
  const { type, paLevel } = request;
  if (!suits(request)) {
    return refuse('wildcard-address', `"${type}" goes to one meter by its whole address only`);
  }
  if (SECURITY_LEVELS.includes(paLevel) && !circumstances.authenticated) {
    return refuse('needs-authentication', 'levels 98 and 99 need the security module');
  }
  if (type === 'baud-rate' && !circumstances.rateFollows) {
    return refuse('baud-rate', 'the meter would change its rate and the modem would not');
  }
  if (CLEARS.has(type) && !circumstances.confirmed) {
    return refuse('needs-confirmation', 'what is cleared is lost: confirm it');
  }
  return type === 'broadcast-time' ? timeRefusal(request, circumstances) : undefined;
}

/** On a line with one meter its address is set through the wildcard. */
function suits({ type, address }: JudgedRequest): boolean {
  if (type === 'write-address') return !isBroadcast(address);
  return HARMLESS_TO_ALL.has(type) || (/^\d{12}$/.test(address) && !isBroadcast(address));
}

function timeRefusal({ time }: JudgedRequest, { now }: Circumstances): Refusal | undefined {
  const sent = typeof time === 'string' ? Date.parse(`${time}Z`) : Number.NaN;
  if (!(Math.abs(sent - Date.parse(`${now}Z`)) <= REACH)) {
    return refuse('time-off', 'the time is more than five minutes off');
  }
  const sinceMidnight = sent % DAY;
  if (sinceMidnight < REACH || sinceMidnight > DAY - REACH) {
    return refuse('near-midnight', 'meters do not take the time within five minutes of midnight');
  }
  return undefined;
}

function refuse(code: Refusal['code'], reason: string): Refusal {
  return { code, reason };
}
