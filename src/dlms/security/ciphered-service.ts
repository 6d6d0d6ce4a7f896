/** Services whose APDUs have ciphered forms of their own (IEC 62056-5-3, 8.2), by their plain tags. */
const SERVICES: ReadonlyMap<number, string> = new Map([
  [0x01, 'initiate-request'],
  [0x05, 'read-request'],
  [0x06, 'write-request'],
  [0x08, 'initiate-response'],
  [0x0c, 'read-response'],
  [0x0d, 'write-response'],
  [0x0e, 'confirmed-service-error'],
  [0x16, 'unconfirmed-write-request'],
  [0x18, 'information-report-request'],
  [0xc0, 'get-request'],
  [0xc1, 'set-request'],
  [0xc2, 'event-notification-request'],
  [0xc3, 'action-request'],
  [0xc4, 'get-response'],
  [0xc5, 'set-response'],
  [0xc7, 'action-response'],
]);

/** Tags of the envelopes that carry any service. */
export const GENERAL_GLO_CIPHERING = 0xdb;
export const GENERAL_DED_CIPHERING = 0xdc;
export const GENERAL_CIPHERING = 0xdd;

/** `glo`: under a global key; `ded`: under the association's dedicated key. */
export type KeyScope = 'glo' | 'ded';

const SCOPES: readonly KeyScope[] = ['glo', 'ded'];
const SERVICE_OF_TAG = new Map(
  [...SERVICES].flatMap(([plainTag, name]) =>
    SCOPES.map(
      (scope) => [cipheredTag(plainTag, scope), { scope, name: `${scope}-${name}` }] as const,
    ),
  ),
);

/** InitiateRequest and InitiateResponse, which agree the dedicated key and so never go under it. */
export function isInitiateTag(tag: number): boolean {
  return tag === 0x01 || tag === 0x08;
}

/** The service-specific envelope's tag for a plain APDU's; undefined where only a general one carries it. */
export function serviceSpecificTag(plainTag: number, scope: KeyScope): number | undefined {
  return SERVICES.has(plainTag) ? cipheredTag(plainTag, scope) : undefined;
}

/** Scope and name (`glo-get-response`) of a service-specific envelope's tag. */
export function serviceOfTag(tag: number): { scope: KeyScope; name: string } | undefined {
  return SERVICE_OF_TAG.get(tag);
}

/** Short-name services lie 32 and 64 above their plain tags, logical-name services 8 and 16. */
function cipheredTag(plainTag: number, scope: KeyScope): number {
  const distance = plainTag < 0xc0 ? 32 : 8;
  return plainTag + (scope === 'glo' ? distance : 2 * distance);
}
