import type { Endpoint } from '../endpoint';

/** What a balancer says before the first octet of the client that it relays. */
export interface ProxyHeader {
  /** Octets of the header; the client's begin after them. */
  readonly length: number;
  /** The client; undefined where the connection is the balancer's own, or it does not know the client. */
  readonly source: Endpoint | undefined;
}
