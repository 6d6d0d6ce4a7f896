import type { Readable } from 'node:stream';
import type { Aedes, Client, Subscription } from 'aedes';

/**
 * What aedes 1.2 has and its type declarations leave out, as far as it is used here: a new version of
 * aedes is to be compared with this file.
 */
export interface AedesPersistence {
  addSubscriptions(client: Client, subscriptions: Subscription[]): Promise<void>;
  cleanSubscriptions(client: Client): Promise<void>;
  storeRetained(packet: StoredPacket): Promise<void>;
  createRetainedStreamCombi(filters: string[]): Readable;
  outgoingEnqueueCombi(subscribers: Subscriber[], packet: StoredPacket): Promise<void>;
  outgoingUpdate(client: Client, packet: unknown): Promise<void>;
  /** Gives the packet that was waiting for this acknowledgement, if any was. */
  outgoingClearMessageId(client: Client, packet: unknown): Promise<unknown>;
}

export interface StoredPacket {
  readonly topic: string;
  readonly payload: Buffer;
}

export interface Subscriber {
  readonly clientId: string;
}

/** Calls back when the client's stream has drained, or will never. */
export type WaitForDrain = (done: (error: Error | null, client: Client) => void) => void;

export type ListeningAedes = Aedes & { readonly persistence: AedesPersistence };
export type DrainingClient = Client & { waitForDrain: WaitForDrain };
