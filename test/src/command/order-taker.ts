/**
 * A gateway in a process of its own, for tests that kill it: `order-taker.ts FOLDER PORT METER ID`. It opens
 * the relay of the meter once that has dialled in, and prints the answer as JSON.
 */
import { DEFAULT_ADDRESSES } from '../../../src/client';
import { DEFAULT_COMMAND_OPTIONS } from '../../../src/command';
import { Gateway } from '../../../src/gateway';

const [folder = '', port = '0', meterId = '', id = ''] = process.argv.slice(2);

const gateway = new Gateway({
  ...{ id: 'gw', topicPrefix: 'ivy/v1', identifyTimeout: 30_000, zeroAddress: 'accept' },
  ...{
    meterPolicy: 'auto',
    folder,
    secret: '',
    timezone: undefined,
    profile: 'generic-three-phase',
    currency: '',
    clockLimit: 0,
  },
  log: (line) => console.error(line),
  commands: { ...DEFAULT_COMMAND_OPTIONS, relayControl: 'both', meterPassword: '00000000' },
  dlms: { enabled: true, ...DEFAULT_ADDRESSES },
});
const meters = gateway.ports.add({
  ...{ host: '127.0.0.1', port: Number(port), protocol: 'auto', connectionTimeout: 120_000 },
  ...{ maxConnections: 100, maxConnectionsPerIp: 0 },
});
meters.on('state', ({ name }) => console.log(name));
meters.release();

const bearer = { id: 'test', timeout: 5_000, audit: () => undefined, deliver: () => undefined };
let isOrdered = false;
gateway.directory.on('reach', (meter) => {
  if (meter.id !== meterId || !meter.link || isOrdered) return;
  isOrdered = true;
  const payload = { id, method: 'relay_control', params: { state: 'open' } };
  void gateway.commands
    .handle({ channel: 'relay', meterId, payload, retained: false }, bearer)
    .then((answer) => console.log(JSON.stringify(answer)));
});
