import { isMeterId } from '../telemetry';
import type { Channel } from './options';

export type CommandTopic =
  | { readonly kind: 'command'; readonly meterId: string; readonly channel: Channel }
  | { readonly kind: 'relay-lock'; readonly gateway: string };

const COMMAND = /^meters\/([^/]+)\/command\/(request|write|relay)$/;
const LOCK = /^gateways\/([^/]+)\/relay-lock$/;

/** What a topic is about; undefined for every other one, and for ids that are none. */
export function commandTopic(prefix: string, topic: string): CommandTopic | undefined {
  if (!topic.startsWith(`${prefix}/`)) return undefined;
  const rest = topic.slice(prefix.length + 1);
  const [, meterId = '', channel] = COMMAND.exec(rest) ?? [];
  if (channel !== undefined && isMeterId(meterId)) {
    return { kind: 'command', meterId, channel: channel as Channel };
  }
  const [, gateway] = LOCK.exec(rest) ?? [];
  return gateway === undefined ? undefined : { kind: 'relay-lock', gateway };
}
