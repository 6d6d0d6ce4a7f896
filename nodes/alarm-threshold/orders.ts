import { type AlarmRequest, alarmRequest, requestFields } from '../../src/alarm';
import { failed, responseMessage, succeeded } from '../../src/command/response';
import { Failure } from '../../src/link';
import { isMeterId } from '../../src/telemetry';
import type { Message } from '../shared/guard';
import { meterIdOf } from '../shared/meter-message';

/** What a message asks about alarms. */
export interface Order {
  /** By topic: whoever asks waits for one answer, however many nodes hear it. */
  readonly isRemote: boolean;
  readonly isRetained: boolean;
  readonly meterId: string | undefined;
  readonly given: unknown;
}

const TOPIC = /\/meters\/([^/]+)\/alarms\/request$/;

/** Undefined for messages that bring readings or events. */
export function orderIn(message: Message): Order | undefined {
  const { topic, command, payload, retain } = message;
  const [, meterId] = TOPIC.exec(typeof topic === 'string' ? topic : '') ?? [];
  if (meterId !== undefined && isMeterId(meterId)) {
    return { isRemote: true, isRetained: retain === true, meterId, given: payload };
  }
  if (command === undefined) return undefined;
  const given = typeof command === 'string' ? { command } : command;
  return { isRemote: false, isRetained: false, meterId: meterIdOf(message), given };
}

/**
 * Has an order carried out; gives the answer, ready to publish where it is about one meter.
 * @throws what is wrong with an order that nobody waits for.
 */
export function answerTo(order: Order, prefix: string, act: (request: AlarmRequest) => number) {
  let id: string | number | null = null;
  const answer = (response: Parameters<typeof responseMessage>[2]) =>
    order.meterId ? responseMessage(prefix, order.meterId, response) : { payload: response };
  try {
    const fields = requestFields(order.given);
    id = idIn(fields);
    if (order.isRetained) throw new Failure('retained-refused', 'Retained requests are refused');
    const request = alarmRequest(aboutMeter(fields, order.meterId));
    return answer(succeeded(id, { command: request.command, alarms: act(request) }));
  } catch (thrown) {
    if (id === null && !order.isRemote) throw thrown;
    return answer(failed(id, thrown));
  }
}

function idIn(fields: unknown): string | number | null {
  const { id } = (fields ?? {}) as { readonly id?: unknown };
  return typeof id === 'string' || typeof id === 'number' ? id : null;
}

/** Who may ask about one meter by its topic asks about no other. */
function aboutMeter(fields: unknown, meterId: string | undefined): unknown {
  const isObject = typeof fields === 'object' && fields !== null && !Array.isArray(fields);
  return isObject && meterId !== undefined ? { ...fields, meterId } : fields;
}
