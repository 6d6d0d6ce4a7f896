import type { Gateway } from '../../src/gateway';
import {
  activeAlarms,
  type MeterTraces,
  meterDetails,
  meterPage,
  statsPayload,
  statusRequest,
} from '../../src/status';
import { isMeterId } from '../../src/telemetry';
import type { Message } from '../shared/guard';
import { MessageError } from '../shared/message-error';
import { meterIdOf } from '../shared/meter-message';

/**
 * What answers a command, as properties of a message.
 * @throws Failure, MessageError
 */
export function answerTo(
  gateway: Gateway,
  traces: MeterTraces,
  command: unknown,
  message: Message,
) {
  const request = statusRequest(command);
  switch (request.command) {
    case 'meters': {
      const { total, meters } = meterPage(gateway, request);
      return { payload: meters, total };
    }
    case 'meter':
      return { payload: meterDetails(gateway, askedAbout(request, message)) };
    case 'history': {
      const meterId = askedAbout(request, message);
      return { payload: { meterId, series: gateway.published.history.of(meterId) } };
    }
    case 'alarms':
      return { payload: activeAlarms(gateway) };
    case 'events':
      return { payload: [...gateway.published.events] };
    case 'trace': {
      const meterId = askedAbout(request, message);
      return { payload: { meterId, until: traces.follow(meterId, request.minutes) } };
    }
    case 'stats':
      return { payload: statsPayload(gateway) };
  }
}

function askedAbout({ meterId }: { readonly meterId?: string | undefined }, message: Message) {
  const about = meterId ?? meterIdOf(message);
  if (about === undefined || !isMeterId(about))
    throw new MessageError('msg.meter.id says no meter');
  return about;
}
