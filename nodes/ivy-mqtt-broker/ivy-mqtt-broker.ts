import type { Node, NodeAPI, NodeDef } from 'node-red';
import { Broker, type BrokerEvent, type BrokerOptions, parseUsers } from '../../src/broker';
import { optionalGatewayOf } from '../shared/gateway-node';
import { asError, guarded } from '../shared/guard';
import { carryOver } from '../shared/parked';
import { registerNode } from '../shared/register-node';
import {
  booleanSetting,
  numberSetting,
  patternSetting,
  SettingError,
  textSetting,
} from '../shared/settings';
import type { IvyMqttBrokerCredentials, IvyMqttBrokerProps } from './ivy-mqtt-broker.props';

type BrokerNode = Node<IvyMqttBrokerCredentials>;

/** Changes that flows and people want to see; the rest are steps on the way. */
const SHOWN = new Set<BrokerEvent['type']>([
  'listening',
  'retrying',
  'clientConnected',
  'clientDisconnected',
]);

export = (RED: NodeAPI): void => {
  registerNode<IvyMqttBrokerProps, IvyMqttBrokerCredentials>(
    RED,
    'ivy-mqtt-broker',
    (node, props) => {
      if (externalBroker(props) !== '') {
        node.status({ fill: 'grey', shape: 'ring', text: 'ivy-mqtt-broker.status.external' });
        return;
      }
      // Core mqtt nodes wait 15 s after a refused connection, so the port is open before they are created.
      const broker = brokerOf(RED, node, {
        ...optionsOf(RED, node, props),
        log: (line) => node.warn(line),
      });
      broker.on(
        'event',
        guarded(node, (event) => {
          if (SHOWN.has(event.type)) showStatus(RED, node, broker);
          node.send({ topic: event.type, payload: event });
        }),
      );
      if (hasSecondOutput(props)) {
        broker.on(
          'publish',
          guarded(node, (publication) => node.send([null, { ...publication }])),
        );
      }
      const gateway = optionalGatewayOf(RED, props.gateway);
      if (gateway) {
        const figures = () => ({ clients: broker.state.clients });
        node.on('close', gateway.statistics.add('broker', figures));
      }
      if (broker.state.ports.mqtt !== undefined) showStatus(RED, node, broker);
    },
    { users: { type: 'password' } },
  );
};

function externalBroker({ externalUrl }: IvyMqttBrokerProps): string {
  const expected = 'a URL that begins with mqtt://, mqtts://, ws:// or wss://';
  return patternSetting('MQTT_BROKER_URL', externalUrl, '', /^(mqtt|ws)s?:\/\/[^/]/i, expected);
}

function brokerOf(RED: NodeAPI, node: BrokerNode, options: BrokerOptions): Broker {
  try {
    return carryOver(RED, node, {
      kind: Broker,
      configure: (parked) => parked.configure(options),
      create: () => new Broker(options),
    });
  } catch (thrown) {
    throw new SettingError(asError(thrown).message);
  }
}

function optionsOf(RED: NodeAPI, node: BrokerNode, props: IvyMqttBrokerProps): BrokerOptions {
  const gateway = optionalGatewayOf(RED, props.gateway);
  const webSocketPort = numberSetting('MQTT_WS_PORT', props.wsPort, 9001, { min: 0, max: 65535 });
  return {
    host: textSetting(props.host, '127.0.0.1'),
    port: numberSetting('MQTT_PORT', props.port, 1883, { min: 1, max: 65535 }),
    ...(webSocketPort > 0 && { webSocketPort }),
    ...(gateway && {
      prefix: gateway.options.topicPrefix,
      anonymousMayAct: gateway.options.commands.relayControl === 'both',
    }),
    requireAuthentication: booleanSetting('MQTT_AUTH_ENABLED', props.requireAuthentication, false),
    users: usersOf(node),
  };
}

function usersOf(node: BrokerNode): ReturnType<typeof parseUsers> {
  try {
    return parseUsers(textSetting(node.credentials?.users, ''));
  } catch (thrown) {
    throw new SettingError(`MQTT_USERS: ${asError(thrown).message}`);
  }
}

/** Every publication through a second output costs a message; nobody pays who has not wired it. */
function hasSecondOutput(props: IvyMqttBrokerProps & NodeDef & { wires?: string[][] }): boolean {
  return (props.wires?.[1]?.length ?? 0) > 0;
}

function showStatus(RED: NodeAPI, node: Node, broker: Broker): void {
  const [port] = broker.busyPorts;
  if (port !== undefined) {
    const text = RED._('ivy-mqtt-broker.status.retrying', { port });
    node.status({ fill: 'yellow', shape: 'ring', text });
    return;
  }
  const text = RED._('ivy-mqtt-broker.status.listening', { count: broker.state.clients });
  node.status({ fill: 'green', shape: 'dot', text });
}
