import type { Conformance, Obis } from '../../dlms';
import type { Protection, SecuritySuite } from '../../dlms/security';

/** What lies below the APDUs. */
export type TransportProfile =
  | { readonly kind: 'wrapper' }
  /** APDUs with nothing around them. */
  | { readonly kind: 'bare' }
  | {
      readonly kind: 'hdlc';
      /** The lower part of the meter's address; absent where it has one part only. */
      readonly physicalDevice?: number;
      /** Octets of the meter's address, where it wants another number than needed. */
      readonly addressSize?: 1 | 2 | 4;
      /** Octets of information in a frame that are proposed, 128 unless given. */
      readonly maxInformation?: number;
    };

/** Key pairs of mechanism 7. Private keys are the number alone, public ones x and y. */
export interface SigningKeys {
  readonly privateKey: Uint8Array;
  readonly publicKey: Uint8Array;
  readonly meterPublicKey: Uint8Array;
}

/** How the two sides prove who they are (IEC 62056-5-3, 9.2.2.2). */
export type Authentication =
  | { readonly mechanism: 'none' }
  | {
      readonly mechanism: 'lls' | 'hls' | 'hls-md5' | 'hls-sha1' | 'hls-sha256';
      readonly secret: Uint8Array;
    }
  | { readonly mechanism: 'hls-gmac' }
  | { readonly mechanism: 'hls-ecdsa'; readonly keys: SigningKeys };

/** Keys, and what is done with them. */
export interface SecurityProfile {
  readonly suite: SecuritySuite;
  /** What protects each APDU; nothing: the keys serve authentication alone. */
  readonly protection: Protection;
  readonly encryptionKey: Uint8Array;
  readonly authenticationKey?: Uint8Array;
  /** A key is made up for each association, and what is asked goes under it. */
  readonly dedicatedKey: boolean;
  /** general-glo- and general-ded-ciphering for all services. */
  readonly general: boolean;
  /** Where the meter keeps the counter of the last request that it took; where absent, the usual places. */
  readonly counterObject?: Obis;
  /** Where a meter that does not tell its counter begins. */
  readonly firstCounter?: number;
}

/** How a meter wants to be spoken to: all that an association needs to know beforehand. */
export interface AssociationProfile {
  readonly name: string;
  /** The client's SAP: wPort, or HDLC address. 16 is the public client. */
  readonly client: number;
  /** The meter's logical device. */
  readonly server: number;
  readonly transport: TransportProfile;
  /** Bits of the invoke octet. */
  readonly confirmed: boolean;
  readonly highPriority: boolean;
  readonly authentication: Authentication;
  /** Our system title, wherever there is one to be told. */
  readonly clientTitle?: Uint8Array;
  /** The meter's, where it is known beforehand: no other is believed. */
  readonly meterTitle?: Uint8Array;
  readonly security?: SecurityProfile;
  /** What is proposed, where the usual does not suit. */
  readonly conformance?: readonly Conformance[];
  /** Octets of the longest APDU that we take, 65535 unless given. */
  readonly maxPduSize?: number;
}

export interface DlmsAddresses {
  /** wPort of the client in the textbook form; 16 is the public client. */
  readonly client: number;
  /** wPort of the meter's logical device. */
  readonly server: number;
  /** wPort at both ends in the EM114070's form. */
  readonly ivy: number;
}

export const DEFAULT_ADDRESSES: DlmsAddresses = { client: 16, server: 1, ivy: 1 };

const PUBLIC_CLIENT = 16;
export const HDLC = { kind: 'hdlc' } as const;
/** A client's HDLC address has one octet (IEC 62056-46, 6.4.2.2). */
export const MAX_HDLC_CLIENT = 0x7f;
const OPEN = {
  transport: { kind: 'wrapper' },
  authentication: { mechanism: 'none' },
} as const;

/**
 * The profiles that are tried in turn with a meter of which nothing is configured. The EM114070 answers
 * requests between wPorts 1 and 1 with a plain counter as invoke octet, and nothing else is proven of it;
 * other meters want the textbook form, in a wrapper or, with modems that only pass octets on, in HDLC.
 */
export function dlmsForms({ client, server, ivy }: DlmsAddresses): readonly AssociationProfile[] {
  const textbook = {
    ...OPEN,
    name: 'textbook',
    client,
    server,
    confirmed: true,
    highPriority: true,
  };
  return [
    {
      ...OPEN,
      name: 'em114070',
      client: ivy,
      server: ivy,
      confirmed: false,
      highPriority: false,
    },
    textbook,
    ...(client <= MAX_HDLC_CLIENT ? [{ ...textbook, name: 'hdlc', transport: HDLC }] : []),
  ];
}

/**
 * The profiles by which a meter is asked who it is: first as everybody may ask, whatever client the gateway is
 * set to, because passwords and keys can only be found once the meter is known.
 */
export function introducingForms(addresses: DlmsAddresses): readonly AssociationProfile[] {
  const open = dlmsForms({ ...addresses, client: PUBLIC_CLIENT });
  const { client } = addresses;
  if (client === PUBLIC_CLIENT) return open;
  return [...open, ...dlmsForms(addresses).filter((profile) => profile.client === client)];
}

/** The association that every meter grants to everybody, by the same way as this one. */
export function publicProfile(profile: AssociationProfile): AssociationProfile {
  const { server, transport } = profile;
  return {
    name: 'public',
    client: PUBLIC_CLIENT,
    server,
    transport,
    confirmed: true,
    highPriority: true,
    authentication: { mechanism: 'none' },
  };
}

/** Whether APDUs are ciphered, and not merely those who speak authenticated. */
export function isCiphering({ security }: AssociationProfile): boolean {
  return (
    security !== undefined && (security.protection.authenticated || security.protection.encrypted)
  );
}

/** Whether what is said, or who says it, is proved under a key with invocation counters. */
export function takesCounters(profile: AssociationProfile): boolean {
  return isCiphering(profile) || profile.authentication.mechanism === 'hls-gmac';
}

/** Whether both sides prove who they are after the association is accepted. */
export function isHighLevel({ authentication: { mechanism } }: AssociationProfile): boolean {
  return mechanism.startsWith('hls');
}
