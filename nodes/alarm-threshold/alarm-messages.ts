import { alarmMessage, type Evaluation } from '../../src/alarm';
import type { Gateway } from '../../src/gateway';
import type { Message } from '../shared/guard';

/** A message without what was meant for the node that it came to: a command, and its place among readings. */
export function withoutOrders(message: Partial<Message>): Partial<Message> {
  const { parts: _, command: __, ...rest } = message;
  return rest;
}

/** An evaluation for each output: raised, cleared, evaluated. */
export function evaluationMessages(
  evaluation: Evaluation,
  message: Partial<Message>,
  prefix: string,
  gateway: Gateway | undefined,
) {
  const { change, meterId } = evaluation;
  const meter = { ...meterIn(message, meterId), ...gateway?.describe(meterId) };
  const evaluated = { payload: evaluation, meter };
  if (!change) return [null, null, evaluated];
  const published = {
    ...withoutOrders(message),
    ...alarmMessage(prefix, evaluation),
    meter: { ...meter },
  };
  return change === 'raised' ? [published, null, evaluated] : [null, published, evaluated];
}

/** Who a message says that it is about, if that is who the alarm is about. */
function meterIn({ meter }: Partial<Message>, id: string): { readonly id: string } {
  const isSame = typeof meter === 'object' && meter !== null && 'id' in meter && meter.id === id;
  return isSame ? { ...meter, id } : { id };
}
