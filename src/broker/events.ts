import type { Transport } from './peer';

/** A connected client; `username` is absent where it is anonymous. */
export interface ClientInfo {
  readonly clientId: string;
  readonly ip: string;
  readonly transport: Transport;
  readonly username?: string;
}

/** What the broker tells of itself and its clients: plain values, free of sockets. */
export type BrokerEvent =
  | { readonly type: 'listening'; readonly transport: Transport; readonly port: number }
  | {
      readonly type: 'retrying';
      readonly transport: Transport;
      readonly port: number;
      readonly error: string;
      /** Milliseconds until the next attempt. */
      readonly delay: number;
    }
  | ({ readonly type: 'clientConnected' } & ClientInfo)
  | ({ readonly type: 'clientDisconnected' } & ClientInfo)
  | ({ readonly type: 'subscribe'; readonly subscriptions: readonly Granted[] } & ClientInfo)
  | ({ readonly type: 'unsubscribe'; readonly topics: readonly string[] } & ClientInfo)
  | {
      readonly type: 'clientError';
      readonly clientId?: string;
      readonly ip: string;
      readonly error: string;
    }
  | {
      readonly type: 'refused';
      readonly action: 'connect' | 'publish' | 'subscribe';
      readonly clientId: string;
      readonly ip: string;
      readonly username?: string;
      readonly topic?: string;
      readonly reason: string;
    }
  | { readonly type: 'error'; readonly error: string }
  | { readonly type: 'closed' };

export interface Granted {
  readonly topic: string;
  readonly qos: number;
}

/** A message as the broker passed it on. The payload is the receiver's own copy. */
export interface Publication {
  readonly topic: string;
  readonly payload: Buffer;
  readonly qos: number;
  readonly retain: boolean;
  readonly clientId?: string;
}
