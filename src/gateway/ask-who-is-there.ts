import { type DlmsClient, readAddress, readAddress1997 } from '../client';
import type { Standard } from '../dlt645';
import type { Introduction, Link } from '../link';
import type { Source } from '../telemetry';
import { deviceName } from './device-name';
import { isOwnAddress } from './own-address';

const TIMEOUT = 3_000;
/** Logical device name: who a DLMS meter is. */
const LOGICAL_DEVICE_NAME = { classId: 1, obis: '0-0:42.0.0.255', attribute: 2 };

/** Who was found, and where it is a DL/T 645 meter, by which edition it was. */
export interface Found extends Introduction {
  readonly standard?: Standard | undefined;
}

/**
 * Asks a meter that keeps silent who it is: DL/T 645-2007 "read address" first, then the logical device name
 * by DLMS in every form, HDLC last, then the number of a DL/T 645-1997 meter. Undefined where none is answered,
 * or nobody wants to know any more.
 */
export async function askWhoIsThere(
  link: Link,
  protocol: 'auto' | Source,
  dlms: DlmsClient | undefined,
  isWanted: () => boolean,
): Promise<Found | undefined> {
  if (protocol === 'dlms') return askByDlms(dlms);
  const questions = [
    () => askByAddress(link, '2007'),
    ...(protocol === 'auto' ? [() => askByDlms(dlms)] : []),
    () => askByAddress(link, '1997'),
  ];
  return firstAnswer(questions, isWanted);
}

/** Asks a meter that has said its name by what address it is spoken to, in either edition of DL/T 645. */
export function askAddress(link: Link, isWanted: () => boolean): Promise<Found | undefined> {
  const questions = [() => askByAddress(link, '2007'), () => askByAddress(link, '1997')];
  return firstAnswer(questions, isWanted);
}

async function firstAnswer(
  questions: readonly (() => Promise<Found | undefined>)[],
  isWanted: () => boolean,
): Promise<Found | undefined> {
  for (const ask of questions) {
    const found = isWanted() ? await ask() : undefined;
    if (found) return found;
  }
  return undefined;
}

async function askByAddress(link: Link, standard: Standard): Promise<Found | undefined> {
  const ask = standard === '2007' ? readAddress : readAddress1997;
  const address = await orUndefined(link.transact('command', (exchange) => ask(exchange, TIMEOUT)));
  return address && isOwnAddress(address)
    ? { id: address, protocol: 'dlt645', standard }
    : undefined;
}

async function askByDlms(dlms: DlmsClient | undefined): Promise<Found | undefined> {
  const asked = dlms?.get(LOGICAL_DEVICE_NAME, { priority: 'command', timeout: TIMEOUT });
  const answer = asked && (await orUndefined(asked));
  const name = answer && 'data' in answer ? deviceName(answer.data) : undefined;
  return name ? { id: name, protocol: 'dlms' } : undefined;
}

/** No answer, a refusal and a closed link all mean that nobody introduced themselves. */
async function orUndefined<Result>(asked: Promise<Result>): Promise<Result | undefined> {
  try {
    return await asked;
  } catch {
    return undefined;
  }
}
