import type { Node, NodeAPI } from 'node-red';
import type { Gateway } from '../../src/gateway';
import { gatewayPublications, healthOf, MeterTraces } from '../../src/status';
import { atNextStart } from '../shared/flows-started';
import { gatewayOf } from '../shared/gateway-node';
import { guarded, onInput } from '../shared/guard';
import { registerNode } from '../shared/register-node';
import { booleanSetting, numberSetting, textSetting } from '../shared/settings';
import { answerTo } from './answers';
import type { IvyStatusCredentials, IvyStatusProps } from './ivy-status.props';
import { MqttConnections } from './mqtt-connections';
import { serveHealth, type Witness } from './serve-health';

/** ms between two looks at what stands beside the node. */
const LOOK_EVERY = 1_000;

export = (RED: NodeAPI): void => {
  const witnesses = new Set<Witness>();
  serveHealth(RED, witnesses);

  registerNode<IvyStatusProps, IvyStatusCredentials>(
    RED,
    'ivy-status',
    (node, props) => {
      const gateway = gatewayOf(RED, props.gateway);
      const interval = numberSetting('interval', props.interval, 30_000, {
        min: 0,
        max: 86_400_000,
      });
      const connections = new MqttConnections();
      const witness: Witness = {
        gateway,
        isOpen: booleanSetting('probes', props.probes, true),
        token: textSetting(node.credentials?.metricsToken, ''),
        health: () => healthOf(gateway, connections.areAll),
      };
      const traces = new MeterTraces(gateway, (line) => node.log(line));
      node.on('close', () => traces.close());
      witnesses.add(witness);
      node.on('close', () => witnesses.delete(witness));
      const publish = guarded(node, () => {
        for (const publication of gatewayPublications(gateway)) node.send({ ...publication });
      });

      onInput(
        node,
        async (message, send) => {
          await gateway.ready;
          const { command, status, ...rest } = message;
          if (command !== undefined) {
            send({ ...rest, ...answerTo(gateway, traces, command, message) });
          } else if (status === undefined) {
            publish();
          } else if (connections.note(status)) {
            publish();
            gateway.tellStatuses();
          }
        },
        keepStatus(RED, node, gateway),
      );
      if (interval > 0) keepPublishing(RED, node, gateway, publish, interval);
    },
    { metricsToken: { type: 'password' } },
  );
};

/** At once when the flows have started, then at an interval. */
function keepPublishing(
  RED: NodeAPI,
  node: Node,
  gateway: Gateway,
  publish: () => void,
  interval: number,
): void {
  let isClosed = false;
  const start = (): void => {
    void gateway.ready.then(() => isClosed || publish());
  };
  const timer = setInterval(publish, interval);
  const callOff = atNextStart(RED, start);
  node.on('close', () => {
    isClosed = true;
    clearInterval(timer);
    callOff();
  });
}

/** Shows how many meters are online, as it changes; gives what shows it at once. */
function keepStatus(RED: NodeAPI, node: Node, { directory }: Gateway): () => void {
  let shown = '';
  const look = (): string => {
    const { online, size: total } = directory;
    return RED._('ivy-status.status.meters', { online, total });
  };
  const show = (): void => {
    shown = look();
    node.status({ fill: 'green', shape: directory.online > 0 ? 'dot' : 'ring', text: shown });
  };
  const timer = setInterval(
    guarded(node, () => shown === look() || show()),
    LOOK_EVERY,
  );
  node.on('close', () => clearInterval(timer));
  show();
  return show;
}
