import { quoted } from '../net/rate-limited-log';
import type { BrokerEvent } from './events';

/** What the log says of an event; undefined for those that go without saying. */
export function logLine(event: BrokerEvent): string | undefined {
  switch (event.type) {
    case 'retrying':
      return `port ${event.port}: ${event.error}; trying again in ${event.delay / 1_000} s`;
    case 'refused':
      return `${event.action} refused: ${event.reason} (${whom(event)}${onTopic(event.topic)})`;
    case 'clientError':
      return `client cut: ${event.error} (${whom(event)})`;
    case 'error':
      return event.error;
    default:
      return undefined;
  }
}

function whom({ clientId = '', ip }: { readonly clientId?: string; readonly ip: string }): string {
  return `client ${quoted(clientId)} from ${ip}`;
}

function onTopic(topic: string | undefined): string {
  return topic === undefined ? '' : `, topic ${quoted(topic)}`;
}
