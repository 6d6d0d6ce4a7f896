import type { AssociationProfile } from './association-profile';
import { BareTransport } from './bare-transport';
import { HdlcTransport } from './hdlc-transport';
import type { Transport } from './transport';
import { WrapperTransport } from './wrapper-transport';

/** What carries the APDUs of an association under this profile. */
export function transportFor(profile: AssociationProfile): Transport {
  const { transport, client, server } = profile;
  switch (transport.kind) {
    case 'wrapper':
      return new WrapperTransport(client, server);
    case 'bare':
      return new BareTransport();
    case 'hdlc':
      return new HdlcTransport(client, server, transport);
  }
}
