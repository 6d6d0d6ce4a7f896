import { KEY_LENGTH, type SecuritySuite } from '../../dlms/security';
import { Failure } from '../../link';
import { fromHex } from '../../octets';
import {
  type AssociationProfile,
  type Authentication,
  type DlmsAddresses,
  HDLC,
  MAX_HDLC_CLIENT,
  type SecurityProfile,
} from './association-profile';

/** Secrets of a meter as the meter list has them: hex digits by name. */
export interface KeyTexts {
  readonly encryptionKey?: string;
  readonly authenticationKey?: string;
  /** That there is one says that each association has its own. */
  readonly dedicatedKey?: string;
  readonly secret?: string;
  readonly systemTitle?: string;
}

const PUBLIC_CLIENT = 16;
const MANAGEMENT_CLIENT = 1;
const SUITE_2: SecuritySuite = 2;

/**
 * How a meter with these secrets is spoken to, where no more is said of it: ciphered and proved by GMAC with
 * keys, by password with a secret alone; none where there is neither. Nothing weaker is tried: whoever answers
 * in the meter's place would have it so.
 * @throws Failure `association-failed` for keys that are of no use without another one.
 */
export function keyedProfiles(
  keys: KeyTexts,
  { client, server }: DlmsAddresses,
  clientTitle: Uint8Array,
): readonly AssociationProfile[] {
  const security = securityOf(keys);
  const authentication = authenticationOf(keys, security);
  if (!authentication) return [];
  const inWrapper: AssociationProfile = {
    name: `keyed-${authentication.mechanism}`,
    client: client === PUBLIC_CLIENT ? MANAGEMENT_CLIENT : client,
    server,
    transport: { kind: 'wrapper' },
    confirmed: true,
    highPriority: true,
    authentication,
    clientTitle,
    ...(keys.systemTitle && { meterTitle: fromHex(keys.systemTitle) }),
    ...(security && { security }),
  };
  const inHdlc = { ...inWrapper, name: `${inWrapper.name}-hdlc`, transport: HDLC };
  return inWrapper.client <= MAX_HDLC_CLIENT ? [inWrapper, inHdlc] : [inWrapper];
}

function securityOf(keys: KeyTexts): SecurityProfile | undefined {
  if (!keys.encryptionKey) {
    if (!keys.authenticationKey && !keys.dedicatedKey) return undefined;
    throw new Failure('association-failed', 'the meter has keys, but no encryption key');
  }
  const encryptionKey = fromHex(keys.encryptionKey);
  const authenticationKey = keys.authenticationKey && fromHex(keys.authenticationKey);
  return {
    suite: encryptionKey.length === KEY_LENGTH[SUITE_2] ? SUITE_2 : 0,
    protection: { authenticated: authenticationKey !== undefined, encrypted: true },
    encryptionKey,
    ...(authenticationKey && { authenticationKey }),
    dedicatedKey: keys.dedicatedKey !== undefined,
    general: false,
  };
}

function authenticationOf(
  { secret }: KeyTexts,
  security: SecurityProfile | undefined,
): Authentication | undefined {
  if (security?.authenticationKey) return { mechanism: 'hls-gmac' };
  if (secret) return { mechanism: 'lls', secret: fromHex(secret) };
  return security && { mechanism: 'none' };
}
