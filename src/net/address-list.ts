import { BlockList, isIP } from 'node:net';
import { plainAddress } from './endpoint';

/** Addresses and networks, IPv4 and IPv6. */
export class AddressList {
  /** As it was written, without what means nothing. */
  readonly text: string;
  readonly #list = new BlockList();

  /**
   * Takes `10.0.0.1, 10.1.0.0/16, 2001:db8::/32`, separated by commas or spaces.
   * @throws RangeError that names what is neither an address nor a network.
   */
  constructor(text: string) {
    const entries = text.split(/[\s,]+/).filter((entry) => entry !== '');
    for (const entry of entries) this.#add(entry);
    this.text = entries.join(', ');
  }

  get isEmpty(): boolean {
    return this.text === '';
  }

  has(address: string): boolean {
    const plain = plainAddress(address);
    const family = familyOf(plain);
    return family !== undefined && this.#list.check(plain, family);
  }

  #add(entry: string): void {
    const [, address = '', prefix] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(entry) ?? [];
    const family = familyOf(address);
    const longest = family === 'ipv4' ? 32 : 128;
    const length = Number(prefix ?? longest);
    if (family === undefined || length > longest) {
      throw new RangeError(`"${entry}" is neither an address nor a network`);
    }
    this.#list.addSubnet(address, length, family);
  }
}

function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
  const version = address.includes('%') ? 0 : isIP(address);
  return version === 4 ? 'ipv4' : version === 6 ? 'ipv6' : undefined;
}
