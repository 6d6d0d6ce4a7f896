import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { Failure } from '../link';
import { Recent } from '../recent/recent';
import type { CommandRequest } from './request';

/** ms from the issue of a signed command to its expiry. */
const LONGEST_LIFE = 5 * 60_000;
/** ms by which the issuer's clock may be ahead. */
const AHEAD = 60_000;
const MAX_NONCES = 10_000;

/**
 * What is signed: a line each for `ivy-command-1`, id, meter, method, time of issue, expiry, nonce, and the
 * SHA-256 in hex of the parameters as JSON without spaces, keys in order.
 */
export function signedText(request: CommandRequest, meterId: string): string {
  const { id, method, params, expiresAt, signature } = request;
  const digest = createHash('sha256').update(canonicalJson(params)).digest('hex');
  const { issuedAt, nonce } = signature ?? {};
  return ['ivy-command-1', id, meterId, method, issuedAt, expiresAt, nonce, digest].join('\n');
}

/** JSON without spaces, the keys of every object in the order of their code units. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, field]) => `${JSON.stringify(name)}:${canonicalJson(field)}`);
  return `{${fields.join(',')}}`;
}

/** Whether commands come from who has the secret, now and for the first time. */
export class Signatures {
  readonly #nonces = new Recent<true>(MAX_NONCES);

  /** @throws Failure `invalid-request` or `expired`. */
  check(request: CommandRequest, meterId: string, secret: string): void {
    const { signature, expiresAt } = request;
    if (!signature) throw refusal('this gateway takes signed commands only');
    if (expiresAt === undefined) throw refusal('a signed command needs expiresAt');
    const { issuedAt, nonce, mac } = signature;
    const expected = createHmac('sha256', secret).update(signedText(request, meterId)).digest();
    if (!isEqual(expected, mac)) throw refusal('the signature is wrong');
    if (expiresAt - issuedAt > LONGEST_LIFE) {
      throw refusal('a signed command lives five minutes at most');
    }
    if (issuedAt > Date.now() + AHEAD) throw refusal('it was issued in the future');
    if (expiresAt <= Date.now()) throw new Failure('expired', 'Command expired');
    if (this.#nonces.get(nonce)) throw refusal('this nonce was used before');
    this.#nonces.set(nonce, true);
  }
}

function isEqual(expected: Buffer, mac: string): boolean {
  const given = Buffer.from(mac, /^[0-9a-f]{64}$/i.test(mac) ? 'hex' : 'base64url');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function refusal(message: string): Failure {
  return new Failure('invalid-request', message);
}
