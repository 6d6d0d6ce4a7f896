import type { Meter } from '../link';
import { meterTopic, type Publication } from '../telemetry';
import { isAutoId } from './zero-address';

interface Sender {
  readonly id: string;
  readonly topicPrefix: string;
}

/** The link that a status is about, or what stands for one where there was none. */
export interface Via {
  readonly id: string;
  readonly remoteAddress?: string;
}

/** The retained status of a meter; a made-up id that has left leaves no retained status behind. */
export function statusMessage(gateway: Sender, meter: Meter, link: Via): Publication {
  const topic = meterTopic(gateway.topicPrefix, meter.id, 'status');
  if (meter.state === 'offline' && isAutoId(meter.id)) {
    return { topic, payload: '', qos: 1, retain: true };
  }
  const payload = {
    ts: Date.now(),
    meterId: meter.id,
    online: meter.state === 'online',
    state: meter.state,
    ...(link.remoteAddress !== undefined && { ip: link.remoteAddress }),
    protocol: meter.protocol,
    gateway: gateway.id,
    link: link.id,
    epoch: meter.epoch,
  };
  return { topic, payload, qos: 1, retain: true };
}
