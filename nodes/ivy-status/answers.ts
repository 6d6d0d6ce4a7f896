import type { Gateway } from '../../src/gateway';
import { meterDetails, meterPage, statsPayload, statusRequest } from '../../src/status';
import type { Message } from '../shared/guard';
import { MessageError } from '../shared/message-error';
import { meterIdOf } from '../shared/meter-message';

/**
 * What answers a command, as properties of a message.
 * @throws Failure, MessageError
 */
export function answerTo(gateway: Gateway, command: unknown, message: Message) {
  const request = statusRequest(command);
  switch (request.command) {
    case 'meters': {
      const { total, meters } = meterPage(gateway, request);
      return { payload: meters, total };
    }
    case 'meter': {
      const meterId = request.meterId ?? meterIdOf(message);
      if (meterId === undefined) throw new MessageError('msg.meter.id says no meter');
      return { payload: meterDetails(gateway, meterId) };
    }
    case 'stats':
      return { payload: statsPayload(gateway) };
  }
}

/** Whether what a Status node tells of an MQTT node is that it is connected. */
export function isConnected(status: unknown): boolean {
  return (
    typeof status === 'object' && status !== null && 'fill' in status && status.fill === 'green'
  );
}
