import { createCipheriv, createDecipheriv } from 'node:crypto';
import { lengthOctets, tagged, valueAt } from './ber';

/** What a ciphered meter holds: suite 0, 16 octets a key, 8 a title. */
export interface CipheringKeys {
  readonly encryptionKey: Uint8Array;
  readonly authenticationKey: Uint8Array;
  /** The meter's system title. */
  readonly title: Uint8Array;
  /** The first invocation counter that it sends; not below any that it ever sent under these keys. */
  readonly firstCounter: number;
}

/** What came in an envelope, under which key, with which invocation counter. */
export interface Opened {
  readonly plain: Uint8Array;
  readonly key: Uint8Array;
  readonly counter: number;
}

const AUTHENTICATED = 0x10;
const AUTHENTICATED_AND_ENCRYPTED = 0x30;
const GENERAL_GLO = 0xdb;
const GENERAL_DED = 0xdc;
const TAG_LENGTH = 12;
const CONTROL_AND_COUNTER = 5;
const SUITE_0 = 'aes-128-gcm';

/** AES-GCM of security suite 0 as a meter does it (IEC 62056-5-3, 9.2.3.3). */
export class Ciphering {
  readonly #keys: CipheringKeys;
  #counter: number;

  constructor(keys: CipheringKeys) {
    this.#keys = keys;
    this.#counter = keys.firstCounter;
  }

  get title(): Uint8Array {
    return this.#keys.title;
  }

  get globalKey(): Uint8Array {
    return this.#keys.encryptionKey;
  }

  /** A service-specific envelope: the tag, then all of it authenticated and encrypted. */
  seal(tag: number, plain: Uint8Array, key = this.globalKey): Uint8Array {
    return tagged(tag, this.#sealed(plain, key));
  }

  /** general-glo-ciphering, which tells the meter's title. */
  sealGeneral(plain: Uint8Array): Uint8Array {
    const sealed = this.#sealed(plain, this.globalKey);
    const head = [Uint8Array.of(GENERAL_GLO, this.title.length), this.title];
    return Buffer.concat([...head, lengthOctets(sealed.length), sealed]);
  }

  /** What a client's envelope holds; undefined where it is not authentic. */
  open(envelope: Uint8Array, from: Uint8Array, dedicated?: Uint8Array): Opened | undefined {
    const [tag = 0] = envelope;
    const isGeneral = tag === GENERAL_GLO || tag === GENERAL_DED;
    // In a general envelope the title and its length go before the length of the rest.
    const { start, end } = valueAt(envelope, isGeneral ? 1 + (envelope[1] ?? 0) : 0);
    const isDedicated = tag === GENERAL_DED || (tag >= 0xd0 && tag < GENERAL_GLO);
    const key = isDedicated ? dedicated : this.globalKey;
    const contents = Buffer.from(envelope.subarray(start, end));
    if (key === undefined || contents.length < CONTROL_AND_COUNTER + TAG_LENGTH) return undefined;
    if (contents[0] !== AUTHENTICATED_AND_ENCRYPTED) return undefined;
    const iv = Buffer.concat([from, contents.subarray(1, CONTROL_AND_COUNTER)]);
    const decipher = createDecipheriv(SUITE_0, key, iv, { authTagLength: TAG_LENGTH });
    decipher.setAAD(this.#associatedData(AUTHENTICATED_AND_ENCRYPTED));
    decipher.setAuthTag(contents.subarray(-TAG_LENGTH));
    const plain = decipher.update(contents.subarray(CONTROL_AND_COUNTER, -TAG_LENGTH));
    try {
      decipher.final();
    } catch {
      return undefined;
    }
    return { plain, key, counter: contents.readUInt32BE(1) };
  }

  /** The meter's GMAC over a challenge (mechanism 5). */
  prove(challenge: Uint8Array): Uint8Array {
    const header = this.#header(AUTHENTICATED);
    return Buffer.concat([header, this.#gmac(challenge, this.title, header)]);
  }

  /** Whether a client's GMAC over the meter's challenge is right. */
  isProof(proof: Uint8Array, challenge: Uint8Array, from: Uint8Array): boolean {
    const header = Buffer.from(proof.subarray(0, CONTROL_AND_COUNTER));
    if (proof.length !== CONTROL_AND_COUNTER + TAG_LENGTH || header[0] !== AUTHENTICATED)
      return false;
    return this.#gmac(challenge, from, header).equals(proof.subarray(CONTROL_AND_COUNTER));
  }

  #gmac(challenge: Uint8Array, from: Uint8Array, header: Uint8Array): Buffer {
    const iv = Buffer.concat([from, header.subarray(1)]);
    const cipher = createCipheriv(SUITE_0, this.globalKey, iv, { authTagLength: TAG_LENGTH });
    cipher.setAAD(Buffer.concat([this.#associatedData(AUTHENTICATED), challenge]));
    cipher.final();
    return cipher.getAuthTag();
  }

  #sealed(plain: Uint8Array, key: Uint8Array): Uint8Array {
    const header = this.#header(AUTHENTICATED_AND_ENCRYPTED);
    const iv = Buffer.concat([this.title, header.subarray(1)]);
    const cipher = createCipheriv(SUITE_0, key, iv, { authTagLength: TAG_LENGTH });
    cipher.setAAD(this.#associatedData(AUTHENTICATED_AND_ENCRYPTED));
    return Buffer.concat([header, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  }

  /** Security control, and a counter that was not sent before. */
  #header(control: number): Buffer {
    const header = Buffer.alloc(CONTROL_AND_COUNTER, control);
    header.writeUInt32BE(this.#counter, 1);
    this.#counter += 1;
    return header;
  }

  #associatedData(control: number): Uint8Array {
    return Buffer.concat([Uint8Array.of(control), this.#keys.authenticationKey]);
  }
}
