import type { Node, NodeMessageInFlow } from 'node-red';

export type Message = NodeMessageInFlow & Record<string, unknown>;
export type Send = (message: unknown) => void;

/** An error whose `code` a Catch node can tell apart. */
interface CodedError extends Error {
  code?: string;
}

/**
 * Handles a node's input: `done` is called exactly once, and nothing that the handler throws or rejects
 * with leaves it, because that would end Node-RED. A failure goes to Catch nodes and shows as status.
 */
export function onInput(
  node: Node,
  handler: (message: Message, send: Send) => void | Promise<void>,
): void {
  node.on('input', (message, send, done) => {
    const fail = (thrown: unknown): void => {
      const error = asError(thrown);
      node.status({ fill: 'red', shape: 'ring', text: brief(error) });
      done(error);
    };
    try {
      const result = handler(message as Message, send as Send);
      if (result instanceof Promise) result.then(() => done(), fail);
      else done();
    } catch (thrown) {
      fail(thrown);
    }
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
      node.error(asError(thrown), {});
    }
  };
}

export function asError(thrown: unknown): CodedError {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/** As much of an error as fits beside a node. */
export function brief(error: CodedError): string {
  const text = error.message || error.name;
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
