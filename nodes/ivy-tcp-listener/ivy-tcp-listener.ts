import type { Node, NodeAPI } from 'node-red';
import { type Gateway, MeterPort, type MeterPortOptions } from '../../src/gateway';
import type { Refusal } from '../../src/link';
import { quoted, rateLimitedLog } from '../../src/net/rate-limited-log';
import { asBuffer, frameProperties } from '../shared/frame-message';
import { gatewayOf } from '../shared/gateway-node';
import { guarded, type Message, onInput } from '../shared/guard';
import { meterInfo } from '../shared/meter-message';
import { carryOver } from '../shared/parked';
import { registerNode } from '../shared/register-node';
import {
  addressesSetting,
  booleanSetting,
  choiceSetting,
  numberSetting,
  regularExpressionSetting,
  textSetting,
} from '../shared/settings';
import type { IvyTcpListenerProps } from './ivy-tcp-listener.props';
import { obey, outcomeMessage } from './orders';
import { tlsSetting } from './tls-setting';

/** Times without a received octet, ms: up to a day. */
const IDLE = { min: 1_000, max: 86_400_000 };
const STATUS_INTERVAL = 1_000;
const LOG_INTERVAL = 60_000;

const REFUSALS: Readonly<Record<Refusal, string>> = {
  connections: 'MAX_CONNECTIONS',
  'connections-per-address': 'MAX_CONNECTIONS_PER_IP',
  'proxy-header': 'it is a trusted proxy, and sent no PROXY header or a bad one',
  tls: 'the TLS handshake failed',
  'entry-timeout': 'PROXY header or TLS handshake took too long',
};

export = (RED: NodeAPI): void => {
  registerNode<IvyTcpListenerProps>(RED, 'ivy-tcp-listener', (node, props) => {
    const gateway = gatewayOf(RED, props.gateway);
    const options = optionsOf(RED, props);
    const mirror = booleanSetting('mirror', props.mirror, false);
    // Meters may only come when the nodes are there that their frames go to: it opens when flows have started.
    const port = carryOver(RED, node, {
      kind: MeterPort,
      configure: (parked) => gateway.ports.configure(parked, options),
      create: () => gateway.ports.add(options),
    });
    let statusTimer: NodeJS.Timeout | undefined;

    const showStatus = (): void => {
      clearTimeout(statusTimer);
      statusTimer = undefined;
      node.status(statusOf(RED, port, gateway));
    };
    const statusChanged = (): void => {
      statusTimer ??= setTimeout(guarded(node, showStatus), STATUS_INTERVAL);
    };

    connect(node, port, gateway, mirror);
    port.on('state', guarded(node, showStatus));
    logTrouble(node, port);
    port.on('link', statusChanged);
    port.on('closed', statusChanged);
    gateway.directory.on('status', statusChanged);
    if (port.state.name !== 'opening') showStatus();

    onInput(node, (message) => obey(gateway, port, message), showStatus);

    node.on('close', () => {
      gateway.directory.off('status', statusChanged);
      // What has just closed changes the status once more; shown later, it would stand beside the successor.
      clearTimeout(statusTimer);
    });
  });
};

function optionsOf(RED: NodeAPI, props: IvyTcpListenerProps): MeterPortOptions {
  const { clientCertificates } = props;
  const certificates = choiceSetting('clientCertificates', clientCertificates, 'none', [
    'none',
    'required',
  ]);
  const tls = tlsSetting(RED, props.tls, certificates === 'required');
  return {
    host: textSetting(props.host, '0.0.0.0'),
    port: numberSetting('TCP_PORT', props.port, 8899, { min: 0, max: 65535 }),
    protocol: choiceSetting('protocol', props.protocol, 'auto', ['auto', 'dlt645', 'dlms']),
    registration: regularExpressionSetting('registration', props.registration),
    pushInterval: numberSetting('pushInterval', props.pushInterval, undefined, IDLE),
    connectionTimeout: numberSetting(
      'TCP_CONNECTION_TIMEOUT',
      props.connectionTimeout,
      120_000,
      IDLE,
    ),
    maxConnections: numberSetting('MAX_CONNECTIONS', props.maxConnections, 20_000, {
      min: 1,
      max: 1_000_000,
    }),
    maxConnectionsPerIp: numberSetting('MAX_CONNECTIONS_PER_IP', props.maxConnectionsPerIp, 0, {
      min: 0,
      max: 1_000_000,
    }),
    trustedProxies: addressesSetting('trustedProxies', props.trustedProxies),
    ...(tls && { tls }),
  };
}

function connect(node: Node, port: MeterPort, gateway: Gateway, mirror: boolean): void {
  port.on(
    'unsolicited',
    guarded(node, (item, link, meter) => {
      node.send({ ...frameProperties(item), meter: meterInfo(gateway, link, meter) });
    }),
  );
  port.on(
    'life',
    guarded(node, (publication) => node.send([null, { ...publication }])),
  );
  port.on(
    'outcome',
    guarded(node, (order, link, outcome) => {
      node.send([null, null, outcomeMessage(gateway, order as Message, link, outcome)]);
    }),
  );
  if (!mirror) return;
  port.on(
    'traffic',
    guarded(node, (direction, octets, link) => {
      const [meter, ...others] = gateway.directory.onLink(link);
      const who = meterInfo(gateway, link, others.length === 0 ? meter : undefined);
      node.send([null, null, null, { payload: asBuffer(octets), direction, meter: who }]);
    }),
  );
}

function statusOf(RED: NodeAPI, port: MeterPort, gateway: Gateway) {
  switch (port.state.name) {
    case 'listening': {
      const counted = (what: string, count: number): string =>
        RED._(`ivy-tcp-listener.status.${what}`, { count });
      const text = RED._('ivy-tcp-listener.status.listening', {
        meters: counted('meters', gateway.directory.online),
        links: counted('links', port.links.size),
      });
      return { fill: 'green', shape: 'dot', text } as const;
    }
    case 'retrying': {
      const text = RED._('ivy-tcp-listener.status.retrying', { port: port.state.port });
      return { fill: 'yellow', shape: 'ring', text } as const;
    }
    default:
      return { fill: 'grey', shape: 'ring', text: 'ivy-tcp-listener.status.off' } as const;
  }
}

/** Says what keeps meters out: a port once until it is open, the rest not more than once a minute. */
function logTrouble(node: Node, port: MeterPort): void {
  const warn = rateLimitedLog((line) => node.warn(line), LOG_INTERVAL);
  const { host, port: number } = port.options;
  let reason = '';
  port.on('state', (state) => {
    const former = reason;
    reason = state.name === 'retrying' ? state.reason : '';
    if (reason !== '' && reason !== former) {
      node.warn(`cannot listen on TCP_HOST ${host}, TCP_PORT ${number}: ${reason}`);
    }
  });
  port.on('refused', (address, refusal) => {
    warn(refusal, `${quoted(address)} was turned away: ${REFUSALS[refusal]}`);
  });
  port.on('failed', (error) => warn('failed', `a meter could not be let in: ${error.message}`));
}
