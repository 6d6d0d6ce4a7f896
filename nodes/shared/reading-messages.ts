import type { Gateway } from '../../src/gateway';
import {
  DEFAULT_PREFIX,
  isPublishable,
  meterTopic,
  type Reading,
  readingSet,
} from '../../src/telemetry';
import type { MeterInfo } from './meter-message';
import type { ReadingOutput } from './reading-output.props';

interface Parts {
  readonly id: string;
  readonly index: number;
  readonly count: number;
}

/** A message as mqtt out, switch and chart take it. */
export interface ReadingMessage {
  topic: string;
  payload: unknown;
  qos: 1;
  retain: false;
  meter?: MeterInfo;
  parts?: Parts;
}

/**
 * Messages for the readings of one frame or cycle: one each with `parts`, or one for all. Readings without a
 * value are left out: subscribers take what comes for a value. The gateway, where there is one, remembers the rest.
 */
export function readingMessages(
  readings: readonly Reading[],
  gateway: Gateway | undefined,
  output: ReadingOutput,
  newId: () => string,
): readonly ReadingMessage[] {
  const all = readings.filter(isPublishable);
  gateway?.published.readings(all, readings.length - all.length);
  const [first, ...rest] = all;
  if (!first) return [];
  const prefix = gateway?.options.topicPrefix ?? DEFAULT_PREFIX;
  const topic = meterTopic(prefix, first.meterId, 'telemetry');
  const message = (payload: unknown) => ({ topic, payload, qos: 1, retain: false }) as const;
  if (output === 'set') return [message(readingSet([first, ...rest]))];
  const id = newId();
  return all.map((reading, index) => ({
    ...message(reading),
    parts: { id, index, count: all.length },
  }));
}
