import type { NodeAPI } from 'node-red';
import { Gateway } from '../../src/gateway';
import type { GatewayNode } from '../shared/gateway-node';
import { carryOver } from '../shared/parked';
import { registerNode } from '../shared/register-node';
import { SettingError } from '../shared/settings';
import { gatewayOptions } from './gateway-options';
import type { IvyGatewayCredentials, IvyGatewayProps } from './ivy-gateway.props';
import { logEvents } from './log-events';
import { serveExplain } from './serve-explain';
import { serveMeters } from './serve-meters';
import { serveObis } from './serve-obis';

export = (RED: NodeAPI): void => {
  serveMeters(RED);
  serveObis(RED);
  serveExplain(RED);
  /** Two gateways of one id would publish each other's status, and share a store. */
  const idsInUse = new Set<string>();

  registerNode<IvyGatewayProps, IvyGatewayCredentials>(
    RED,
    'ivy-gateway',
    (node: GatewayNode, props) => {
      const warn = (line: string): void => node.warn(line);
      const options = { ...gatewayOptions(RED, node.credentials, props), log: warn };
      const { id } = options;
      if (idsInUse.has(id)) {
        throw new SettingError(`GATEWAY_ID: "${id}" is the id of another ivy-gateway`);
      }
      idsInUse.add(id);
      node.on('close', () => idsInUse.delete(id));
      const gateway = carryOver(RED, node, {
        kind: Gateway,
        configure: (parked) => parked.configure(options),
        create: () => new Gateway(options),
      });
      node.gateway = gateway;
      logEvents(node, gateway);
      for (const source of [gateway.roster, gateway.profiles]) {
        source.on('problem', warn);
        node.on('close', () => source.off('problem', warn));
      }
    },
    {
      secret: { type: 'password' },
      commandSecret: { type: 'password' },
      meterPassword: { type: 'password' },
    },
  );
};
