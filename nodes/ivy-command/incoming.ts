import { type CommandMessage, commandTopic } from '../../src/command';
import type { Message } from '../shared/guard';
import { MessageError } from '../shared/message-error';
import { meterIdOf } from '../shared/meter-message';

export type Incoming =
  | {
      readonly kind: 'command';
      readonly command: CommandMessage;
      /** What else the message carries; it goes on with the answer. */
      readonly rest: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: 'relay-lock'; readonly payload: unknown }
  | { readonly kind: 'not-ours' };

/**
 * What a message orders: by its topic; without a topic of ours by `msg.meter.id` and `msg.command`, as on
 * `command/request`.
 * @throws MessageError where nobody could be answered.
 */
export function incomingOf(
  message: Message,
  gateway: { readonly id: string; readonly topicPrefix: string },
): Incoming {
  const { topic, payload, command, retain, qos: _, messageExpiryInterval, ...rest } = message;
  const about = typeof topic === 'string' ? commandTopic(gateway.topicPrefix, topic) : undefined;
  if (about?.kind === 'relay-lock') {
    return about.gateway === gateway.id ? { kind: 'relay-lock', payload } : { kind: 'not-ours' };
  }
  if (about) {
    const { channel, meterId } = about;
    return {
      kind: 'command',
      command: {
        channel,
        meterId,
        payload,
        retained: retain === true,
        ...life(messageExpiryInterval),
      },
      rest,
    };
  }
  const meterId = meterIdOf(message);
  if (meterId === undefined) {
    throw new MessageError(
      'neither msg.topic nor msg.meter.id says which meter the command is for',
    );
  }
  const order = {
    channel: 'request',
    meterId,
    payload: command ?? payload,
    retained: false,
    ...life(messageExpiryInterval),
  } as const;
  return { kind: 'command', command: order, rest };
}

/** Of MQTT 5, in s, less what the message has waited at the broker. */
function life(interval: unknown): Pick<CommandMessage, 'until'> {
  return typeof interval === 'number' ? { until: Date.now() + 1_000 * interval } : {};
}
