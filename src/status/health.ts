import type { Gateway } from '../gateway';

/** Why a gateway cannot do its work. */
export type Reason =
  | 'starting' // its store is not open yet
  | 'no-port' // there is no listener
  | 'port-closed' // a listener's port is not open
  | 'storage-failed' // nothing can be written at the moment
  | 'mqtt-disconnected';

export interface Health {
  readonly gateway: string;
  readonly ready: boolean;
  readonly reasons: readonly Reason[];
  /** All goes on, and is lost with the process: there is no store on disk. */
  readonly volatile: boolean;
}

/** Whether meters can get in and what they say is taken care of. */
export function healthOf(gateway: Gateway, isMqttConnected = true): Health {
  const reasons = [
    ...storeReasons(gateway),
    ...portReasons(gateway),
    ...(isMqttConnected ? [] : (['mqtt-disconnected'] as const)),
  ];
  const { options, storeIfOpen } = gateway;
  return {
    gateway: options.id,
    ready: reasons.length === 0,
    reasons,
    volatile: storeIfOpen?.durable === false,
  };
}

function storeReasons({ storeIfOpen: store }: Gateway): readonly Reason[] {
  if (!store) return ['starting'];
  return store.fault === undefined ? [] : ['storage-failed'];
}

function portReasons({ ports }: Gateway): readonly Reason[] {
  if (ports.size === 0) return ['no-port'];
  return [...ports].every(({ state }) => state.name === 'listening') ? [] : ['port-closed'];
}
