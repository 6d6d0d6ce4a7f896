export const DEFAULT_PREFIX = 'ivy/v1';

/** Ids that may stand in a topic, a log line or a page: nothing that any of them gives a meaning to. */
const METER_ID = /^[0-9A-Za-z_-]{1,32}$/;

export function isMeterId(text: string): boolean {
  return METER_ID.test(text);
}

export type MeterTopic = 'telemetry' | 'profile' | 'status' | 'events';

/**
 * The topic of one meter.
 * @throws RangeError for an id that could mean something else inside a topic.
 */
export function meterTopic(prefix: string, meterId: string, what: MeterTopic): string {
  if (!isMeterId(meterId))
    throw new RangeError('a meter id of other than 1 to 32 letters, digits, - or _');
  return `${prefix}/meters/${meterId}/${what}`;
}
