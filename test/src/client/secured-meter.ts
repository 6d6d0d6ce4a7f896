import {
  createCipheriv,
  createDecipheriv,
  createHash,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import type { Socket } from 'node:net';

/** Keys that nobody else has. */
export const ENCRYPTION_KEY = Buffer.from('5f03b8e16a924dc710fe358b712ca6d4', 'hex');
export const AUTHENTICATION_KEY = Buffer.from('c9447e120b5d88f03791ac632ed5197a', 'hex');
export const SECRET = Buffer.from('s3cret-of-meter!', 'latin1');
export const METER_TITLE = Buffer.from('4752580000001234', 'hex');

/** Key pairs of mechanism 7. */
export const CLIENT_PAIR = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
export const METER_PAIR = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const RAW_SIGNATURE = { dsaEncoding: 'ieee-p1363' } as const;

/** A key as numbers: of a private one d, of a public one x and y. */
export function rawKey(key: KeyObject): Uint8Array {
  const { d, x = '', y = '' } = key.export({ format: 'jwk' });
  return Buffer.concat((d ? [d] : [x, y]).map((number) => Buffer.from(number, 'base64url')));
}

export interface SecuredMeterOptions {
  /** The client's SAP under which everybody may read the counter; undefined: nobody may. */
  readonly publicClient?: number;
  /** The last counter that it took. */
  readonly counter?: number;
  /** What it tells everybody in place of it, as Data. */
  readonly toldCounter?: string;
  /** The first counter that it sends. */
  readonly ownCounter?: number;
  readonly encryptionKey?: Buffer;
  /** Whether it says what counter it wants when ours is too low. */
  readonly hints?: boolean;
  /** What it does wrong. */
  readonly fault?:
    | 'wrong-proof'
    | 'our-challenge'
    | 'our-title'
    | 'plain-answer'
    | 'replay'
    | 'plain-accept';
  readonly proof?: 'gmac' | 'md5' | 'sha1' | 'sha256' | 'ecdsa' | 'none';
  /** Whether the association is ciphered. */
  readonly ciphered?: boolean;
  /** What it pushes before it answers a GET: with a counter of its own each time, or once more the same. */
  readonly push?: 'plain' | 'sealed' | 'authenticated' | 'same-again';
}

const CHALLENGE = Buffer.from('8a5d21f07b3c49e6', 'hex');
const AUTHENTICATED = 0x10;
const BOTH = 0x30;
const LN = '0607608574050801';
const MECHANISM = '608574050802';
const MECHANISMS = { none: 0, md5: 3, sha1: 4, gmac: 5, sha256: 6, ecdsa: 7 } as const;
/** A data-notification of 23636. */
const PUSH = hex('0F 00000001 00 06 00005C54');
const INITIATE_RESPONSE = hex('08 00 06 5F1F0400 001C1D 0400 0007');

/** A meter that checks what it is asked, written after the Green Book with Node's own ciphers. */
export class SecuredMeter {
  /** The counters that it was spoken to with. */
  readonly counters: number[] = [];
  /** Title, key and counter of whatever it was told under a key, forged or not. */
  readonly used: string[] = [];
  /** First octets of what came, deciphered; of what it could not read, as they came. */
  readonly requests: string[] = [];
  /** Who spoke to it last. */
  clientTitle: Buffer = Buffer.alloc(0);
  /** The key of the association, where it was given one. */
  dedicatedKey: Buffer | undefined;
  readonly #socket: Socket;
  readonly #options: SecuredMeterOptions;
  #counter: number;
  #ownCounter: number;
  #clientChallenge: Buffer = Buffer.alloc(0);
  #isCiphering = false;
  #lastAnswer: Buffer | undefined;
  #pushed: Buffer | undefined;
  #rest: Buffer = Buffer.alloc(0);

  constructor(socket: Socket, options: SecuredMeterOptions = {}) {
    this.#socket = socket;
    this.#options = options;
    this.#counter = options.counter ?? -1;
    this.#ownCounter = options.ownCounter ?? 0;
    socket.on('data', (chunk) => this.#receive(chunk));
  }

  #receive(chunk: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    while (this.#rest.length >= 8) {
      const end = 8 + this.#rest.readUInt16BE(6);
      if (this.#rest.length < end) return;
      const client = this.#rest.readUInt16BE(2);
      const answer = this.#answer(client, this.#rest.subarray(8, end));
      this.#rest = this.#rest.subarray(end);
      if (answer) this.#send(client, answer);
    }
  }

  #send(client: number, apdu: Buffer): void {
    const header = hex('0001 0001 0000 0000');
    header.writeUInt16BE(client, 4);
    header.writeUInt16BE(apdu.length, 6);
    this.#socket.write(Buffer.concat([header, apdu]));
  }

  #answer(client: number, apdu: Buffer): Buffer | undefined {
    if (client === this.#options.publicClient) return this.#answerEverybody(apdu);
    if (client === 16) return undefined;
    const tag = apdu.readUInt8(0);
    if (tag === 0x60) return this.#associate(apdu);
    if (tag === 0x62) return this.#note('62', hex('6303800100'));
    if (!this.#isCiphering) return this.#serve(apdu);
    const [plain, key] = this.#open(apdu);
    if (!plain || !key) return hex('D8 02 05');
    if (this.#options.push && plain[0] === 0xc0) this.#send(client, this.#push());
    const answer = this.#serve(plain);
    const { fault } = this.#options;
    if (fault === 'plain-answer' && plain[0] === 0xc0) return answer;
    if (fault === 'replay' && plain[0] === 0xc0 && this.#lastAnswer) return this.#lastAnswer;
    // glo-… and ded-… lie 8 and 16 above the plain tag.
    const distance = key === this.dedicatedKey ? 16 : 8;
    const sealed = this.#seal(answer.readUInt8(0) + distance, answer, key);
    if (plain[0] === 0xc0) this.#lastAnswer = sealed;
    return sealed;
  }

  #answerEverybody(apdu: Buffer): Buffer {
    const tag = apdu.readUInt8(0);
    if (tag === 0x60) {
      this.#note('public', apdu);
      return aare(`${LN}01`, '00', hex(''), INITIATE_RESPONSE, '');
    }
    if (tag === 0x62) return hex('6303800100');
    const isCounter = apdu.subarray(3, 13).toString('hex') === '000100002b0100ff0200';
    const invoke = apdu.subarray(2, 3).toString('hex');
    const { toldCounter = `06 ${word(this.#counter)}` } = this.#options;
    return hex(`C401 ${invoke} ${isCounter ? `00 ${toldCounter}` : '01 04'}`);
  }

  #associate(aarq: Buffer): Buffer {
    const { fault, proof = 'gmac', ciphered = true } = this.#options;
    this.#note('60', aarq);
    const fields = fieldsOf(aarq);
    // Both within a tag and a length of their own.
    this.#clientChallenge = Buffer.from(fields.get(0xac)?.subarray(2) ?? []);
    this.clientTitle = Buffer.from(fields.get(0xa6)?.subarray(2) ?? []);
    const own = fault === 'our-title' ? this.clientTitle : METER_TITLE;
    const title = `A40A0408${own.toString('hex')}`;
    const accepting = proof === 'none' ? '00' : '0E';
    const challenge = fault === 'our-challenge' ? this.#clientChallenge : CHALLENGE;
    const value =
      proof === 'none'
        ? hex('')
        : hex(
            `88020780 8907${MECHANISM}0${MECHANISMS[proof]} AA${byte(challenge.length + 2)}80${byte(challenge.length)}${challenge.toString('hex')}`,
          );
    if (!ciphered) return aare(`${LN}01`, accepting, value, INITIATE_RESPONSE, title);
    const [plain] = this.#open(fields.get(0xbe)?.subarray(2) ?? aarq);
    if (!plain) {
      if (this.#options.hints) return hex(`D8 02 06 ${word(this.#counter + 1)}`);
      return hex('6117 A109060760857405080103 A203020101 A305A103020101');
    }
    this.#isCiphering = true;
    this.dedicatedKey = plain[1] === 1 ? Buffer.from(plain.subarray(3, 19)) : undefined;
    const response =
      fault === 'plain-accept'
        ? INITIATE_RESPONSE
        : this.#seal(0x28, INITIATE_RESPONSE, this.#encryptionKey);
    return aare(`${LN}03`, accepting, value, response, title);
  }

  #serve(apdu: Buffer): Buffer {
    this.#note(apdu.subarray(0, 1).toString('hex'), apdu);
    const invoke = apdu.subarray(2, 3).toString('hex');
    if (apdu[0] !== 0xc3) return hex(`C401 ${invoke} 00 06 0012D68B`);
    const proof = apdu.subarray(15, 15 + apdu.readUInt8(14));
    if (proof.readUInt8(0) === AUTHENTICATED) this.#use(this.#encryptionKey, proof.readUInt32BE(1));
    if (!this.#isClients(proof)) {
      return hex(`C701 ${invoke} 03 00`);
    }
    const counter = word(++this.#ownCounter);
    const own = this.#proof(
      this.#clientChallenge,
      CHALLENGE,
      METER_TITLE,
      this.clientTitle,
      hex(`10 ${counter}`),
    );
    if (this.#options.fault === 'wrong-proof') own.writeUInt8(own.readUInt8(8) ^ 1, 8);
    return hex(`C701 ${invoke} 00 01 00 09 ${byte(own.length)} ${own.toString('hex')}`);
  }

  #isClients(proof: Buffer): boolean {
    const own = this.#clientChallenge;
    if (this.#options.proof === 'ecdsa') {
      const text = Buffer.concat([this.clientTitle, METER_TITLE, CHALLENGE, own]);
      return verify('sha256', text, { key: CLIENT_PAIR.publicKey, ...RAW_SIGNATURE }, proof);
    }
    return proof.equals(this.#proof(CHALLENGE, own, this.clientTitle, METER_TITLE, proof));
  }

  /** `header` is security control and counter of a GMAC. */
  #proof(challenge: Buffer, own: Buffer, from: Buffer, to: Buffer, header: Buffer): Buffer {
    switch (this.#options.proof ?? 'gmac') {
      case 'md5':
        return createHash('md5').update(challenge).update(SECRET).digest();
      case 'sha1':
        return createHash('sha1').update(challenge).update(SECRET).digest();
      case 'sha256':
        return createHash('sha256')
          .update(Buffer.concat([SECRET, from, to, challenge, own]))
          .digest();
      case 'ecdsa': {
        const text = Buffer.concat([from, to, challenge, own]);
        return sign('sha256', text, { key: METER_PAIR.privateKey, ...RAW_SIGNATURE });
      }
      default: {
        const control = Buffer.from([AUTHENTICATED]);
        const iv = Buffer.concat([from, header.subarray(1, 5)]);
        const cipher = createCipheriv('aes-128-gcm', this.#encryptionKey, iv, TAGGED);
        cipher.setAAD(Buffer.concat([control, AUTHENTICATION_KEY, challenge])).final();
        return Buffer.concat([control, header.subarray(1, 5), cipher.getAuthTag()]);
      }
    }
  }

  get #encryptionKey(): Buffer {
    return this.#options.encryptionKey ?? ENCRYPTION_KEY;
  }

  /** What is in the envelope, and the key that it was under; nothing where it is not to be trusted. */
  #open(envelope: Buffer): [Buffer?, Buffer?] {
    const start = envelope.readUInt8(1) & 0x80 ? 3 : 2;
    const counter = envelope.readUInt32BE(start + 1);
    this.counters.push(counter);
    const isDedicated = envelope.readUInt8(0) >= 0xd0;
    const key = isDedicated ? (this.dedicatedKey ?? this.#encryptionKey) : this.#encryptionKey;
    this.#use(key, counter);
    const iv = Buffer.concat([this.clientTitle, envelope.subarray(start + 1, start + 5)]);
    const decipher = createDecipheriv('aes-128-gcm', key, iv, TAGGED);
    decipher.setAAD(Buffer.concat([envelope.subarray(start, start + 1), AUTHENTICATION_KEY]));
    decipher.setAuthTag(envelope.subarray(-12));
    const plain = decipher.update(envelope.subarray(start + 5, -12));
    if (counter <= this.#counter) return [];
    try {
      decipher.final();
    } catch {
      return [];
    }
    this.#counter = counter;
    return [plain, key];
  }

  #seal(tag: number, plain: Buffer, key: Buffer): Buffer {
    const header = hex(`30 ${word(++this.#ownCounter)}`);
    const iv = Buffer.concat([METER_TITLE, header.subarray(1)]);
    const cipher = createCipheriv('aes-128-gcm', key, iv, TAGGED);
    cipher.setAAD(Buffer.concat([Buffer.from([BOTH]), AUTHENTICATION_KEY]));
    const sealed = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    return Buffer.concat([Buffer.from([tag, header.length + sealed.length]), header, sealed]);
  }

  #push(): Buffer {
    switch (this.#options.push) {
      case 'plain':
        return PUSH;
      case 'same-again':
        this.#pushed ??= this.#sealedPush();
        return this.#pushed;
      case 'authenticated':
        return this.#sealedPush(AUTHENTICATED);
      default:
        return this.#sealedPush();
    }
  }

  /** In general-glo-ciphering, as pushes come. */
  #sealedPush(control = BOTH): Buffer {
    const header = hex(`${byte(control)} ${word(++this.#ownCounter)}`);
    const iv = Buffer.concat([METER_TITLE, header.subarray(1)]);
    const cipher = createCipheriv('aes-128-gcm', this.#encryptionKey, iv, TAGGED);
    const known = Buffer.concat([Buffer.from([control]), AUTHENTICATION_KEY]);
    cipher.setAAD(control === BOTH ? known : Buffer.concat([known, PUSH]));
    const text = control === BOTH ? cipher.update(PUSH) : PUSH;
    const sealed = Buffer.concat([header, text, cipher.final(), cipher.getAuthTag()]);
    return Buffer.concat([hex('DB 08'), METER_TITLE, Buffer.from([sealed.length]), sealed]);
  }

  #use(key: Buffer, counter: number): void {
    this.used.push(`${this.clientTitle.toString('hex')} ${key.toString('hex')} ${counter}`);
  }

  #note<Answer>(request: string, answer: Answer): Answer {
    this.requests.push(request);
    return answer;
  }
}

const TAGGED = { authTagLength: 12 };

function aare(
  context: string,
  diagnostic: string,
  authentication: Buffer,
  initiate: Buffer,
  title: string,
): Buffer {
  const body = Buffer.concat([
    hex(`A109 ${context} A203020100 A305A1030201 ${diagnostic} ${title}`),
    authentication,
    hex(`BE ${byte(initiate.length + 2)} 04 ${byte(initiate.length)}`),
    initiate,
  ]);
  return Buffer.concat([Buffer.from([0x61, body.length]), body]);
}

/** Contents by tag. No field of an AARQ is longer than 127 octets here. */
function fieldsOf(aarq: Buffer): ReadonlyMap<number, Buffer> {
  const fields = new Map<number, Buffer>();
  for (let at = 2; at + 1 < aarq.length; ) {
    const end = at + 2 + aarq.readUInt8(at + 1);
    fields.set(aarq.readUInt8(at), aarq.subarray(at + 2, end));
    at = end;
  }
  return fields;
}

function byte(value: number): string {
  return value.toString(16).padStart(2, '0');
}

function word(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0');
}

function hex(text: string): Buffer {
  return Buffer.from(text.replaceAll(' ', ''), 'hex');
}
