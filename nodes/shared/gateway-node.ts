import type { Node, NodeAPI } from 'node-red';
import type { Gateway } from '../../src/gateway';
import type { IvyGatewayCredentials } from '../ivy-gateway/ivy-gateway.props';
import { SettingError } from './settings';

/** The config node that owns links and meters. */
export interface GatewayNode extends Node<IvyGatewayCredentials> {
  /** Undefined where the config node's own settings are wrong. */
  gateway?: Gateway;
}

/**
 * The gateway that a node refers to.
 * @throws SettingError where none is chosen, or its own settings are wrong.
 */
export function gatewayOf(RED: NodeAPI, id: string | undefined): Gateway {
  const gateway = optionalGatewayOf(RED, id);
  if (!gateway) throw new SettingError('choose an ivy-gateway in the dialog');
  return gateway;
}

/** The same for nodes that do without one. */
export function optionalGatewayOf(RED: NodeAPI, id: string | undefined): Gateway | undefined {
  const node = id ? (RED.nodes.getNode(id) as GatewayNode | null) : null;
  if (node && !node.gateway) throw new SettingError('the ivy-gateway has a setting that is wrong');
  return node?.gateway;
}
