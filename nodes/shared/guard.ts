import type { Node, NodeMessageInFlow } from 'node-red';
import { FrameError } from '../../src/octets';

export type Message = NodeMessageInFlow & Record<string, unknown>;
export type Send = (message: unknown) => void;

/** An error whose `code` a Catch node can tell apart. */
interface CodedError extends Error {
  code?: string;
}

/** Core mqtt out obeys these, whatever flow they come from. */
const ORDERS = ['action', 'responseTopic', 'correlationData'];

/**
 * Handles a node's input: `done` is called exactly once, and nothing that the handler throws or rejects
 * with leaves it, because that would end Node-RED. A failure goes to Catch nodes and shows as status until
 * a message succeeds; then `showStatus` shows what is true otherwise. The handler gets messages without what
 * mqtt out would take for orders.
 */
export function onInput(
  node: Node,
  handler: (message: Message, send: Send) => void | Promise<void>,
  showStatus: () => void = () => node.status({}),
): void {
  let failed = false;
  let isClosed = false;
  node.on('close', () => {
    isClosed = true;
  });
  node.on('input', (message, send, done) => {
    const succeed = (): void => {
      if (failed && !isClosed) showStatus();
      failed = false;
      done();
    };
    const fail = (thrown: unknown): void => {
      const error = catchable(thrown);
      failed = true;
      // After a deploy it would stand beside the successor.
      if (!isClosed) node.status({ fill: 'red', shape: 'ring', text: brief(error) });
      done(error);
    };
    let result: void | Promise<void>;
    try {
      for (const order of ORDERS) delete (message as Message)[order];
      result = handler(message as Message, send as Send);
    } catch (thrown) {
      return fail(thrown);
    }
    if (result instanceof Promise) result.then(succeed, fail);
    else succeed();
  });
}

/**
 * A callback for sockets, timers and emitters that never throws: what it throws is logged on the node and
 * reaches Catch nodes.
 */
export function guarded<Args extends unknown[]>(
  node: Node,
  callback: (...args: Args) => void,
): (...args: Args) => void {
  return (...args) => {
    try {
      callback(...args);
    } catch (thrown) {
      node.error(catchable(thrown), {});
    }
  };
}

/**
 * An error as Catch nodes get it: Node-RED passes on its `code` and its `cause`, which for octets that were
 * refused tells where the fault shows and what they are.
 */
export function catchable(thrown: unknown): CodedError {
  const error: CodedError = asError(thrown);
  error.code ??= 'internal-error';
  if (error instanceof FrameError) error.cause = { offset: error.offset, hex: error.hex };
  return error;
}

export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/** As much of an error as fits beside a node. */
export function brief(error: Error): string {
  const text = error.message || error.name;
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
