import 'should';
import { booted, VARIABLES } from './environment';
import { type FlowNode, installedFolder } from './node-red';

const WITHIN = 60_000;

interface BadValue {
  readonly name: string;
  readonly bad: string;
  /** The types of the nodes that must say so. */
  readonly on: readonly string[];
  /** Part of what they say, where that is not the variable's name. */
  readonly says?: string;
}

const POLLERS = ['dlt645-poller', 'dlms-poller'];
const BAD_VALUES: readonly BadValue[] = [
  { name: 'TCP_HOST', bad: '300.1.1.1', on: ['ivy-tcp-listener'], says: '300.1.1.1' },
  { name: 'TCP_PORT', bad: '70000', on: ['ivy-tcp-listener'] },
  { name: 'TCP_CONNECTION_TIMEOUT', bad: '2 min', on: ['ivy-tcp-listener'] },
  { name: 'MAX_CONNECTIONS', bad: 'many', on: ['ivy-tcp-listener'] },
  { name: 'MAX_CONNECTIONS_PER_IP', bad: '-1', on: ['ivy-tcp-listener'] },
  { name: 'MQTT_HOST', bad: '300.1.1.1', on: ['ivy-mqtt-broker'], says: '300.1.1.1' },
  { name: 'MQTT_PORT', bad: 'mqtt', on: ['ivy-mqtt-broker'] },
  { name: 'MQTT_WS_PORT', bad: '0x10000', on: ['ivy-mqtt-broker'] },
  { name: 'MQTT_AUTH_ENABLED', bad: 'maybe', on: ['ivy-mqtt-broker'] },
  { name: 'MQTT_USERS', bad: 'nobody', on: ['ivy-mqtt-broker'] },
  { name: 'MQTT_BROKER_URL', bad: 'broker.example', on: ['ivy-mqtt-broker'] },
  { name: 'POLLING_ENABLED', bad: 'maybe', on: POLLERS },
  { name: 'POLLING_INTERVAL', bad: '1 min', on: POLLERS },
  { name: 'POLLING_REGISTER_GROUP', bad: 'everything', on: POLLERS },
  { name: 'POLLING_TIMEOUT', bad: '-5', on: POLLERS },
  { name: 'POLLING_RETRIES', bad: 'often', on: POLLERS },
  { name: 'DLMS_PASSIVE_ONLY', bad: 'maybe', on: ['dlms-poller'] },
  { name: 'HEARTBEAT_ACK_ENABLED', bad: 'maybe', on: ['heartbeat'] },
  { name: 'HEARTBEAT_ACK_PAYLOAD', bad: 'xyz', on: ['heartbeat'] },
  { name: 'GATEWAY_ID', bad: 'a/b', on: ['ivy-gateway'] },
  { name: 'MQTT_TOPIC_PREFIX', bad: 'ivy/#', on: ['ivy-gateway'] },
  { name: 'IDENTIFY_TIMEOUT', bad: 'soon', on: ['ivy-gateway'] },
  { name: 'HEARTBEAT_ZERO_ADDRESS_ACTION', bad: 'ignore', on: ['ivy-gateway'] },
  { name: 'METER_POLICY', bad: 'deny', on: ['ivy-gateway'] },
  { name: 'WRITE_CONTROL', bad: 'yes', on: ['ivy-gateway'] },
  { name: 'RELAY_CONTROL', bad: 'yes', on: ['ivy-gateway'] },
  { name: 'METER_PASSWORD', bad: 'sesame', on: ['ivy-gateway'] },
  { name: 'METER_OPERATOR_CODE', bad: '12', on: ['ivy-gateway'] },
  { name: 'METER_TIMEZONE', bad: 'Mars/Olympus', on: ['ivy-gateway'] },
  { name: 'DLMS_ENABLED', bad: 'maybe', on: ['ivy-gateway'] },
  { name: 'DLMS_CLIENT_ADDRESS', bad: '0x', on: ['ivy-gateway'] },
  { name: 'DLMS_SERVER_ADDRESS', bad: '65536', on: ['ivy-gateway'] },
  { name: 'DLMS_IVY_DESTINATION', bad: 'here', on: ['ivy-gateway'] },
];
/** Text of any kind is good here. */
const FREE_TEXT = ['AES_ENCRYPTION_KEY', 'CURRENCY', 'MQTT_USERNAME', 'MQTT_PASSWORD'];

/** Without it nobody looks at the payload. */
const ACKNOWLEDGED = { HEARTBEAT_ACK_ENABLED: 'true', HEARTBEAT_ACK_PAYLOAD: '00' };

describe('a bad value in the environment of the Gateway example', function () {
  this.timeout(300_000);
  const gateway = booted({}, () => installedFolder('5.0'));

  it('is tried for every variable', () => {
    const tried = [...BAD_VALUES.map(({ name }) => name), ...FREE_TEXT];
    tried.sort().should.eql([...VARIABLES].sort());
  });

  for (const [round, variables] of rounds().entries()) {
    describe(`round ${round + 1}`, () => {
      let from = 0;

      before(async () => {
        const bad = Object.fromEntries(variables.map(({ name, bad }) => [name, bad]));
        const flows = await gateway().red.example('Gateway');
        from = gateway().red.log.length;
        await gateway().red.deploy(flows.filter(isHere).map((node) => withVariables(node, bad)));
      });

      for (const { name, bad, on, says = `${name}: ` } of variables) {
        it(`${name}=${bad} is an error that says so on ${on.join(' and ')}`, async () => {
          for (const type of on) {
            const line = new RegExp(`\\[(error|warn)\\] \\[${type}:.*\\].*${says}`);
            await gateway().red.program.line(line, { within: WITHIN, from });
          }
        });
      }
    });
  }
});

/** Core MQTT nodes take 2 s to part from a broker that is not there. */
function isHere({ type }: FlowNode): boolean {
  return !type.startsWith('mqtt');
}

/** The tab with these values in place of what it takes from the process's environment. */
function withVariables(node: FlowNode, values: Readonly<Record<string, string>>): FlowNode {
  const { env } = node as { env?: readonly { readonly name: string }[] };
  const given: Readonly<Record<string, string>> = { ...ACKNOWLEDGED, ...values };
  if (node.type !== 'tab' || !env) return node;
  return {
    ...node,
    env: env.map((variable) => {
      const value = given[variable.name];
      return value === undefined ? variable : { ...variable, value, type: 'str' };
    }),
  };
}

/**
 * The bad values in as few groups as there may be: a node tells of its first bad setting, and one whose
 * gateway is wrong of that alone.
 */
function rounds(): BadValue[][] {
  const groups: BadValue[][] = [];
  for (const value of BAD_VALUES) {
    const fits = (group: readonly BadValue[]) =>
      !group.some(
        ({ on }) => on.includes('ivy-gateway') || on.some((type) => value.on.includes(type)),
      );
    const group = value.on.includes('ivy-gateway') ? undefined : groups.find(fits);
    if (group) group.push(value);
    else groups.push([value]);
  }
  return groups;
}
