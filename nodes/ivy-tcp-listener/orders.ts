import { askOctets } from '../../src/client';
import type { Gateway, MeterPort, Outcome } from '../../src/gateway';
import { Failure, type Introduction, type Link } from '../../src/link';
import { isMeterId } from '../../src/telemetry';
import { frameProperties } from '../shared/frame-message';
import type { Message } from '../shared/guard';
import { MessageError } from '../shared/message-error';
import { meterInfo } from '../shared/meter-message';
import { octetsFrom } from '../shared/octets-input';

/** `msg.meter` as an order gives it. */
interface Addressee {
  readonly id?: unknown;
  readonly link?: unknown;
  readonly protocol?: unknown;
  readonly address?: unknown;
}

const ANSWER_TIMEOUT = 10_000;
const LONGEST_TIMEOUT = 600_000;

/**
 * Does what a message asks for; what comes of a question is told by the port.
 * @throws MessageError, Failure
 */
export function obey(gateway: Gateway, port: MeterPort, message: Message): void | Promise<void> {
  const meter = addresseeOf(message);
  switch (message.command ?? 'send') {
    case 'send':
      return send(gateway, port, message);
    case 'disconnect':
      return namedLink(gateway, meter).close('disconnected');
    case 'identify':
      return gateway.identify(namedLink(gateway, meter), introductionIn(meter));
    case 'ask-address': {
      const link = linkTo(gateway, meter);
      return tell(port, message, link, gateway.askWhoIsOn(link));
    }
    default:
      throw new MessageError('msg.command is none of disconnect, identify and ask-address');
  }
}

/** What leaves output 3: the order's own properties, and what came of it. */
export function outcomeMessage(
  gateway: Gateway,
  order: Message,
  link: Link,
  outcome: Outcome,
): Message {
  if (outcome instanceof Failure) {
    const { code, message } = outcome;
    return {
      ...order,
      payload: null,
      error: { code, message },
      meter: about(gateway, order, link),
    };
  }
  if ('octets' in outcome) {
    return { ...order, ...frameProperties(outcome), meter: about(gateway, order, link) };
  }
  const { id: meterId, protocol } = outcome;
  return { ...order, payload: { meterId, protocol }, meter: meterInfo(gateway, link, outcome) };
}

function send(gateway: Gateway, port: MeterPort, message: Message): void | Promise<void> {
  const octets = octetsFrom(message.payload);
  const meter = addresseeOf(message);
  if (message.expect === false) return namedLink(gateway, meter).write(octets);
  const timeout = timeoutOf(message);
  const link = linkTo(gateway, meter);
  return tell(port, message, link, askOctets(link, octets, { priority: 'command', timeout }));
}

/** Whoever listens to the port then gets what comes of it: a deploy may be under way. */
async function tell(
  port: MeterPort,
  order: Message,
  link: Link,
  asked: Promise<Outcome>,
): Promise<void> {
  try {
    port.tellOutcome(order, link, await asked);
  } catch (error) {
    if (error instanceof Failure) port.tellOutcome(order, link, error);
    throw error;
  }
}

function addresseeOf({ meter }: Message): Addressee {
  return typeof meter === 'object' && meter !== null ? meter : {};
}

/** The link of that name, else the meter's: what concerns a link must not reach the one that followed it. */
function namedLink(gateway: Gateway, { link, id }: Addressee): Link {
  return connected(link === undefined ? linkOf(gateway, id) : findLink(gateway, link));
}

/** A link that leads to the meter, be it another one by now. */
function linkTo(gateway: Gateway, { link, id }: Addressee): Link {
  return connected(findLink(gateway, link) ?? linkOf(gateway, id));
}

function findLink(gateway: Gateway, link: unknown): Link | undefined {
  return typeof link === 'string' ? gateway.ports.findLink(link) : undefined;
}

function linkOf(gateway: Gateway, id: unknown): Link | undefined {
  return typeof id === 'string' ? gateway.directory.find(id)?.link : undefined;
}

function connected(link: Link | undefined): Link {
  if (!link) throw new Failure('meter-not-connected', 'Meter not connected');
  return link;
}

function timeoutOf({ timeout = ANSWER_TIMEOUT }: Message): number {
  if (typeof timeout === 'number' && timeout > 0 && timeout <= LONGEST_TIMEOUT) return timeout;
  throw new MessageError(`msg.timeout must be a number of ms up to ${LONGEST_TIMEOUT}`);
}

function introductionIn({ id, protocol, address = id }: Addressee): Introduction {
  if (typeof id !== 'string' || !isMeterId(id)) {
    throw new MessageError('msg.meter.id must be the id of the meter');
  }
  if (protocol !== undefined && protocol !== 'dlt645' && protocol !== 'dlms') {
    throw new MessageError('msg.meter.protocol is neither dlt645 nor dlms');
  }
  if (protocol !== 'dlt645') return { id, protocol };
  if (typeof address !== 'string' || !/^\d{12}$/.test(address)) {
    throw new MessageError('msg.meter.address must be the 12 digits of a DL/T 645 address');
  }
  return { id, protocol, address };
}

/** The meter that was meant, as far as it is on the link; else the only one there. */
function about(gateway: Gateway, order: Message, link: Link) {
  const here = gateway.directory.onLink(link);
  const { id } = addresseeOf(order);
  const meter = here.find((one) => one.id === id) ?? (here.length === 1 ? here[0] : undefined);
  return meterInfo(gateway, link, meter);
}
