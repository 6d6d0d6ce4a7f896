import type { Node, NodeAPI, NodeMessage } from 'node-red';
import { alarmMessage, type Evaluation } from '../../src/alarm';
import type { Gateway } from '../../src/gateway';
import type { Message, Send } from '../shared/guard';

/** The output of every evaluation, counted from 0. */
const EVALUATIONS = 2;

/** Sends what was evaluated to the outputs of a node; what nobody hears is not made into messages. */
export function evaluationTeller(
  RED: NodeAPI,
  node: Node,
  gateway: Gateway | undefined,
  prefix: string,
) {
  const sendAlone: Send = (messages) => node.send(messages as NodeMessage[]);
  return (
    evaluations: readonly Evaluation[],
    message: Partial<Message> = {},
    send = sendAlone,
  ): void => {
    const isWatched = isWired(node, EVALUATIONS);
    for (const evaluation of evaluations) {
      if (!evaluation.change && !isWatched) continue;
      const carried = evaluation.change ? RED.util.cloneMessage(message) : message;
      send(evaluationMessages(evaluation, carried, prefix, gateway));
    }
  };
}

/** A message without what was meant for the node that it came to: a command, and its place among readings. */
export function withoutOrders(message: Partial<Message>): Partial<Message> {
  const { parts: _, command: __, ...rest } = message;
  return rest;
}

/** An evaluation for each output: raised, cleared, evaluated. */
function evaluationMessages(
  evaluation: Evaluation,
  message: Partial<Message>,
  prefix: string,
  gateway: Gateway | undefined,
) {
  const { change, meterId } = evaluation;
  const meter = { ...meterIn(message, meterId), ...gateway?.describe(meterId) };
  const evaluated = { payload: evaluation, meter };
  if (!change) return [null, null, evaluated];
  const publication = alarmMessage(prefix, evaluation);
  gateway?.published.life(publication);
  const published = {
    ...withoutOrders(message),
    ...publication,
    meter: { ...meter },
  };
  return change === 'raised' ? [published, null, evaluated] : [null, published, evaluated];
}

/** Who a message says that it is about, if that is who the alarm is about. */
function meterIn({ meter }: Partial<Message>, id: string): { readonly id: string } {
  const isSame = typeof meter === 'object' && meter !== null && 'id' in meter && meter.id === id;
  return isSame ? { ...meter, id } : { id };
}

function isWired(node: Node, output: number): boolean {
  const { wires = [] } = node as { readonly wires?: readonly (readonly string[])[] };
  return (wires[output] ?? []).length > 0;
}
