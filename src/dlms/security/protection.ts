import { OctetWriter } from '../../octets';
import { cipherOnly, open, seal, TAG_LENGTH } from './aes-gcm';
import { decodeSecurityControl } from './security-control';

const EMPTY: Uint8Array = new Uint8Array();

/** Everything that protects one APDU beside its text (Green Book, 9.2.3.3.7). */
export interface ProtectionInput {
  readonly securityControl: number;
  readonly encryptionKey: Uint8Array;
  /** Not of use where nothing is authenticated. */
  readonly authenticationKey?: Uint8Array | undefined;
  /** The sender's, 8 octets. */
  readonly systemTitle: Uint8Array;
  readonly invocationCounter: number;
  /**
   * What general-ciphering authenticates beside the text. Unproven: the Green Book's example deciphers, but
   * its tag comes out under no reading of the rule. A wrong reading can only refuse.
   */
  readonly header?: Uint8Array | undefined;
}

/** What the security control octet asks, done to `text`; a tag, if any, at the end. */
export function protect(input: ProtectionInput, text: Uint8Array): Uint8Array {
  const { authenticated, encrypted } = decodeSecurityControl(input.securityControl);
  if (authenticated && encrypted) return seal(gcmInput(input), text);
  if (encrypted) return cipherOnly(gcmInput(input), text);
  return authenticated ? join(text, authenticationTag(input, text)) : text;
}

/** The text that was protected; undefined where its authentication fails. */
export function unprotect(input: ProtectionInput, octets: Uint8Array): Uint8Array | undefined {
  const { authenticated, encrypted } = decodeSecurityControl(input.securityControl);
  if (authenticated && encrypted) return open(gcmInput(input), octets);
  if (encrypted) return cipherOnly(gcmInput(input), octets);
  if (!authenticated) return octets;
  const text = octets.subarray(0, -TAG_LENGTH);
  const tag = octets.subarray(-TAG_LENGTH);
  return open(gcmInput(input, text), tag) && text;
}

/** GMAC: the tag of a text that is authenticated and not encrypted, and of an HLS challenge. */
export function authenticationTag(input: ProtectionInput, text: Uint8Array): Uint8Array {
  return seal(gcmInput(input, text), EMPTY);
}

/** Additional data: security control, authentication key, header and text in plain. */
function gcmInput(input: ProtectionInput, plain = EMPTY) {
  const { securityControl, authenticationKey = EMPTY, header = EMPTY } = input;
  return {
    key: input.encryptionKey,
    iv: new OctetWriter().octets(input.systemTitle).u32(input.invocationCounter).finish(),
    additional: join(Uint8Array.of(securityControl), authenticationKey, header, plain),
  };
}

function join(...parts: Uint8Array[]): Uint8Array {
  const writer = new OctetWriter();
  for (const part of parts) writer.octets(part);
  return writer.finish();
}
