import type { Link, Meter } from '../link';
import { meterTopic, type Publication } from '../telemetry';
import { isAutoId } from './zero-address';

interface Sender {
  readonly id: string;
  readonly topicPrefix: string;
}

/** The retained status of a meter; a made-up id that has left leaves no retained status behind. */
export function statusMessage(gateway: Sender, meter: Meter, link: Link): Publication {
  const topic = meterTopic(gateway.topicPrefix, meter.id, 'status');
  if (meter.state === 'offline' && isAutoId(meter.id)) {
    return { topic, payload: '', qos: 1, retain: true };
  }
  const payload = {
    ts: Date.now(),
    meterId: meter.id,
    online: meter.state === 'online',
    state: meter.state,
    ip: link.remoteAddress,
    protocol: meter.protocol,
    gateway: gateway.id,
    link: link.id,
    epoch: meter.epoch,
  };
  return { topic, payload, qos: 1, retain: true };
}
