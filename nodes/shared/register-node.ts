import type { Node, NodeAPI, NodeDef } from 'node-red';
import { brief, catchable } from './guard';

/** What `RED.nodes.registerType` takes for credentials. */
type CredentialTypes<Credentials> = {
  readonly [Name in keyof Credentials]: { type: 'text' | 'password' };
};

/**
 * Puts a node type on the palette. `setUp` may throw for settings that it cannot use: the node then shows
 * why, and passes the reason on for every message that it gets.
 */
export function registerNode<Props, Credentials extends object = Record<never, never>>(
  RED: NodeAPI,
  type: string,
  setUp: (node: Node<Credentials>, props: Props & NodeDef) => void,
  credentials?: CredentialTypes<Credentials>,
): void {
  function IvyNode(this: Node<Credentials>, props: Props & NodeDef): void {
    RED.nodes.createNode(this, props);
    try {
      setUp(this, props);
    } catch (thrown) {
      refuse(this, catchable(thrown));
    }
  }
  RED.nodes.registerType<Node<Credentials>, Props & NodeDef, object, Credentials>(
    type,
    IvyNode,
    credentials ? { credentials } : {},
  );
}

function refuse(node: Node<object>, error: Error): void {
  node.error(error.message);
  node.status({ fill: 'red', shape: 'ring', text: brief(error) });
  node.on('input', (_message, _send, done) => done(error));
}
