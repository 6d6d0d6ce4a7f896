import type { AssociationProfile, Authentication, KeyTexts } from '../client';
import { fromHex } from '../octets';
import type { AssociationWish } from './profile-file';

/**
 * How meters of a profile are spoken to, out of how they would be without one. Secrets are not the profile's to
 * say: a meter that has keys is spoken to under them, and none that a profile names is weaker.
 */
export function wishedAssociations(
  usual: readonly AssociationProfile[],
  wish: AssociationWish,
  profileName: string,
  keys: KeyTexts = {},
): readonly AssociationProfile[] {
  const { form, ...rest } = wish;
  const ofForm = usual.filter((profile) => isOfForm(profile, form));
  const chosen = ofForm.length > 0 ? ofForm : usual;
  if (Object.values(rest).every((value) => value === undefined)) return chosen;
  return chosen.map((profile) => wished(profile, rest, `${profile.name}/${profileName}`, keys));
}

function isOfForm({ name, transport }: AssociationProfile, form: AssociationWish['form']): boolean {
  if (form === undefined) return true;
  if (name === form) return true;
  return name.startsWith('keyed-') && (transport.kind === 'hdlc') === (form === 'hdlc');
}

function wished(
  profile: AssociationProfile,
  wish: Omit<AssociationWish, 'form'>,
  name: string,
  keys: KeyTexts,
): AssociationProfile {
  const { client, server, confirmed, highPriority, conformance, maxPduSize } = wish;
  return {
    ...profile,
    name,
    transport: transportOf(profile, wish),
    authentication: authenticationOf(profile, wish, keys),
    ...securityOf(profile, wish),
    ...(client !== undefined && { client }),
    ...(server !== undefined && { server }),
    ...(confirmed !== undefined && { confirmed }),
    ...(highPriority !== undefined && { highPriority }),
    ...(conformance && { conformance }),
    ...(maxPduSize !== undefined && { maxPduSize }),
  };
}

function transportOf(
  { transport }: AssociationProfile,
  { physicalDevice, addressSize }: AssociationWish,
): AssociationProfile['transport'] {
  if (transport.kind !== 'hdlc') return transport;
  return {
    ...transport,
    ...(physicalDevice !== undefined && { physicalDevice }),
    ...(addressSize !== undefined && { addressSize }),
  };
}

/** A mechanism with a secret, where the meter has one; GMAC stays, which needs none. */
function authenticationOf(
  { authentication }: AssociationProfile,
  { authentication: mechanism }: AssociationWish,
  { secret }: KeyTexts,
): Authentication {
  if (mechanism === undefined || secret === undefined) return authentication;
  return { mechanism, secret: fromHex(secret) };
}

function securityOf(
  { security }: AssociationProfile,
  { dedicatedKey, general, counterObject, firstCounter }: AssociationWish,
): Pick<AssociationProfile, 'security'> {
  if (!security) return {};
  return {
    security: {
      ...security,
      ...(dedicatedKey !== undefined && { dedicatedKey }),
      ...(general !== undefined && { general }),
      ...(counterObject !== undefined && { counterObject }),
      ...(firstCounter !== undefined && { firstCounter }),
    },
  };
}
