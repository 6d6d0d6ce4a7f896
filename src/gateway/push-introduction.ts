import { type Apdu, type Data, entriesByOwnList, type Obis, selfDescribedEntries } from '../dlms';
import { ApduReceiver } from '../dlms/receive';
import type { StreamItem } from '../framing';
import type { Introduction, Link } from '../link';
import { deviceName } from './device-name';

/** Logical device name and device ID 1: objects that say who a device is, the first that a push has. */
const NAMES: readonly Obis[] = ['0-0:42.0.0.255', '0-0:96.1.0.255'];
const SYSTEM_TITLE = /^[0-9a-f]{16}$/;
/** Three capital letters stand for the maker (IEC 62056-5-3); noise that looks like an APDU seldom begins so. */
const MAKER = /^[A-Z]{3}$/;

/** Reads from what meters push who they are: blocks and segments are joined, nothing is deciphered. */
export class PushIntroductions {
  readonly #idOfTitle: (systemTitle: string) => string | undefined;
  readonly #receiver = new ApduReceiver({
    keys: { byName: new Map() },
    policy: 'unverified',
    lenient: true,
  });

  /** `idOfTitle` knows meters by their system titles, in lower-case hex. */
  constructor(idOfTitle: (systemTitle: string) => string | undefined) {
    this.#idOfTitle = idOfTitle;
  }

  /**
   * Who a push says that it is from: the meter with its system title, else the title itself in hex, where it
   * begins with the letters of a maker; where it has none, the device that it names.
   */
  in(item: StreamItem, link: Link): Introduction | undefined {
    try {
      for (const { apdu } of this.#receiver.receive(item.octets, { link: link.id })) {
        const title = titleIn(apdu);
        const id = title === undefined ? nameIn(apdu) : (this.#idOfTitle(title) ?? made(title));
        if (id !== undefined) return { id, protocol: 'dlms' };
      }
    } catch {
      // What cannot be read names nobody; those who decode it say what is wrong with it.
    }
    return undefined;
  }
}

function made(title: string): string | undefined {
  return MAKER.test(Buffer.from(title, 'hex').toString('latin1', 0, 3)) ? title : undefined;
}

function titleIn(apdu: Apdu): string | undefined {
  switch (apdu.type) {
    case 'general-glo-ciphering':
    case 'general-ded-ciphering':
      return SYSTEM_TITLE.exec(apdu.systemTitle)?.[0];
    case 'general-ciphering':
      return SYSTEM_TITLE.exec(apdu.originatorSystemTitle)?.[0];
    default:
      return undefined;
  }
}

function nameIn(apdu: Apdu): string | undefined {
  switch (apdu.type) {
    case 'data-notification':
      return nameAmong(selfDescribedEntries(apdu.data) ?? entriesByOwnList(apdu.data) ?? []);
    case 'event-notification':
      return nameAmong([{ obis: apdu.attribute.obis, data: apdu.data }]);
    default:
      return undefined;
  }
}

function nameAmong(
  entries: readonly { readonly obis: Obis; readonly data: Data }[],
): string | undefined {
  for (const wanted of NAMES) {
    const entry = entries.find(({ obis }) => obis === wanted);
    const name = entry && deviceName(entry.data);
    if (name !== undefined) return name;
  }
  return undefined;
}
