import type { EventSeverity } from './event-severity';
import type { Reading } from './reading';
import { meterTopic } from './topics';

/** A message as mqtt out takes it. */
export interface Publication {
  readonly topic: string;
  readonly payload: Readonly<Record<string, unknown>> | '';
  readonly qos: 0 | 1;
  readonly retain: boolean;
}

/** Something that happened to a meter (contract, section 2). */
export function eventMessage(
  prefix: string,
  meterId: string,
  event: string,
  severity: EventSeverity,
  data: Readonly<Record<string, unknown>>,
): Publication {
  return {
    topic: meterTopic(prefix, meterId, 'events'),
    payload: { ts: Date.now(), meterId, event, severity, data: { ...data, severity } },
    qos: 1,
    retain: false,
  };
}

/** An event that a meter tells of itself, named by its register. */
export function meterEventMessage(prefix: string, reading: Reading): Publication {
  const { ts: _, meterId, register, via: __, ...data } = reading;
  return eventMessage(prefix, meterId, register, 'info', data);
}
