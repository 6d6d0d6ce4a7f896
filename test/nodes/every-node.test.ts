import 'should';
import fc from 'fast-check';
import type { NodeInitializer } from 'node-red';
import alarmThreshold from '../../nodes/alarm-threshold/alarm-threshold';
import dlmsPoller from '../../nodes/dlms-poller/dlms-poller';
import dlt645Decode from '../../nodes/dlt645-decode/dlt645-decode';
import dlt645Encode from '../../nodes/dlt645-encode/dlt645-encode';
import dlt645Poller from '../../nodes/dlt645-poller/dlt645-poller';
import heartbeat from '../../nodes/heartbeat/heartbeat';
import command from '../../nodes/ivy-command/ivy-command';
import dlmsDecode from '../../nodes/ivy-dlms-decode/ivy-dlms-decode';
import dlmsEncode from '../../nodes/ivy-dlms-encode/ivy-dlms-encode';
import gateway from '../../nodes/ivy-gateway/ivy-gateway';
import broker from '../../nodes/ivy-mqtt-broker/ivy-mqtt-broker';
import status from '../../nodes/ivy-status/ivy-status';
import listener from '../../nodes/ivy-tcp-listener/ivy-tcp-listener';
import obisMap from '../../nodes/obis-map/obis-map';
import router from '../../nodes/protocol-router/protocol-router';
import { type Flow, load, unload } from '../helpers/flow';
import { freePort } from '../helpers/ports';

interface Case {
  readonly type: string;
  readonly init: NodeInitializer;
  /** Settings besides the gateway that keep the test from the default ports. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Settings that cannot be read, with what the node says of each. */
  readonly bad: readonly (readonly [setting: string, value: unknown, says: RegExp])[];
  /** Settings that have a default. */
  readonly optional: readonly string[];
  /** A message that the node takes. */
  readonly good?: Readonly<Record<string, unknown>>;
  /** A message that the node refuses. */
  readonly wrong?: Readonly<Record<string, unknown>>;
  /** How many messages come of it. */
  readonly outputs?: number;
}

const VOLTAGE_A = '68000000000000689106333434354c56d916';
const NODES: readonly Case[] = [
  {
    type: 'ivy-tcp-listener',
    init: listener,
    settings: { host: '127.0.0.1', port: '0' },
    bad: [
      ['port', 'all', /^TCP_PORT: "all" is not a whole number from 0 to 65535$/],
      ['port', '65536', /^TCP_PORT: "65536"/],
      ['protocol', 'modbus', /^protocol: "modbus" is none of auto, dlt645, dlms$/],
      ['connectionTimeout', '2 minutes', /^TCP_CONNECTION_TIMEOUT/],
      ['registration', '(\\d+)+', /^registration: "\(\\d\+\)\+" repeats what holds a repetition/],
      ['registration', '(', /^registration: "\(" /],
      ['pushInterval', '0', /^pushInterval: "0" is not a whole number from 1000/],
      ['maxConnections', '0', /^MAX_CONNECTIONS/],
      ['maxConnectionsPerIp', '-1', /^MAX_CONNECTIONS_PER_IP/],
      ['mirror', 'sometimes', /^mirror/],
      ['tls', 'gone', /^tls: the TLS configuration is missing$/],
      [
        'clientCertificates',
        'perhaps',
        /^clientCertificates: "perhaps" is none of none, required$/,
      ],
      ['clientCertificates', 'required', /^clientCertificates: only with TLS$/],
      [
        'trustedProxies',
        '10.0.0.0/40',
        /^trustedProxies: "10.0.0.0\/40" is neither an address nor/,
      ],
    ],
    optional: [
      'protocol',
      'registration',
      'connectionTimeout',
      'pushInterval',
      'maxConnections',
      'maxConnectionsPerIp',
      'mirror',
      'clientCertificates',
      'trustedProxies',
    ],
  },
  {
    type: 'protocol-router',
    init: router,
    bad: [],
    optional: [],
    good: { payload: Buffer.from(VOLTAGE_A, 'hex') },
    outputs: 1,
  },
  {
    type: 'heartbeat',
    init: heartbeat,
    bad: [
      ['ack', 'perhaps', /^HEARTBEAT_ACK_ENABLED: "perhaps" is neither true nor false$/],
      ['ack', 'true', /^HEARTBEAT_ACK_PAYLOAD: needed/],
    ],
    optional: ['ack', 'ackPayload'],
    good: { payload: Buffer.from('00010001000100120a020c3331313530313131343037300d1234', 'hex') },
    outputs: 1,
  },
  {
    type: 'dlt645-decode',
    init: dlt645Decode,
    bad: [
      ['standard', '2020', /^standard: "2020" is none of auto, 2007, 1997$/],
      ['output', 'all', /^output: "all" is none of single, set$/],
    ],
    optional: ['gateway', 'standard', 'output'],
    good: { payload: Buffer.from(VOLTAGE_A, 'hex') },
    outputs: 2,
  },
  {
    type: 'dlt645-encode',
    init: dlt645Encode,
    bad: [
      ['standard', '2020', /^standard: "2020" is none of 2007, 1997$/],
      ['leadBytes', '33', /^leadBytes: "33" is not a whole number from 0 to 32$/],
    ],
    optional: ['gateway', 'standard', 'leadBytes', 'operator'],
    good: { payload: { type: 'read', address: '000000001234', di: '02010100' } },
    outputs: 1,
  },
  {
    type: 'ivy-dlms-decode',
    init: dlmsDecode,
    bad: [
      ['lenient', 'maybe', /^lenient: "maybe" is neither true nor false$/],
      ['protection', 'some', /^protection: "some" is none of/],
    ],
    optional: ['lenient', 'protection'],
    good: { payload: Buffer.from('c200000301000c0700ff020600005c54', 'hex') },
    outputs: 1,
  },
  {
    type: 'ivy-dlms-encode',
    init: dlmsEncode,
    bad: [
      ['service', 'ask', /^service: "ask" is none of/],
      ['framing', 'box', /^framing: "box" is none of/],
      ['source', '65536', /^source: "65536" is not a whole number/],
      ['protection', 'some', /^protection: "some" is none of/],
      ['protection', 'encrypted', /^a ciphered APDU needs our system title$/],
    ],
    optional: ['service', 'framing', 'source', 'destination', 'protection', 'general'],
    good: { payload: { service: 'rlrq' } },
    outputs: 1,
  },
  {
    type: 'obis-map',
    init: obisMap,
    bad: [
      ['output', 'all', /^output: "all" is none of single, set$/],
      ['deviation', 'none', /^deviation: "none" is none of/],
      ['overrides', [{ obis: 'x' }], /^overrides: "x" is no OBIS code/],
      ['overrides', [{ obis: '1-0:1.8.0', scaler: 'k' }], /^overrides, line 1: "k" is not/],
      ['templates', [{ attributes: 'x' }], /^templates, line 1: "x" is no OBIS code/],
    ],
    optional: ['gateway', 'output', 'deviation', 'overrides', 'templates'],
    good: { payload: [{ obis: '1-0:1.8.0.255', value: 5 }], meter: { id: '1' } },
    outputs: 1,
  },
  {
    type: 'alarm-threshold',
    init: alarmThreshold,
    bad: [
      ['rules', 'all', /^rules: not a list$/],
      [
        'rules',
        [{ name: 'high', condition: 'x' }],
        /^rules, line 1: condition: "x" is none of high/,
      ],
      ['overrides', [{ rule: 'x' }], /^overrides, line 1: rule: there is no rule "x"$/],
    ],
    optional: ['gateway', 'rules', 'overrides'],
    good: { payload: { meterId: '1', register: 'FREQUENCY', value: 50 } },
    outputs: 0,
  },
  {
    type: 'ivy-command',
    init: command,
    bad: [['timeout', 'soon', /^timeout: "soon" is not a whole number from 100 to 600000$/]],
    optional: ['timeout'],
    good: { topic: 'ivy/v1/meters/1/command/request', payload: '{"id":1,"method":"read_address"}' },
    outputs: 1,
  },
  {
    type: 'ivy-status',
    init: status,
    settings: { interval: '0' },
    bad: [
      ['interval', 'often', /^interval: "often" is not a whole number from 0 to 86400000$/],
      ['probes', 'perhaps', /^probes: "perhaps" is neither true nor false$/],
    ],
    optional: ['probes'],
    good: { command: 'meters', payload: '' },
    wrong: { command: 'everything' },
    outputs: 1,
  },
  ...[
    {
      type: 'dlms-poller',
      init: dlmsPoller,
      more: [
        ['passiveOnly', 'maybe', /^DLMS_PASSIVE_ONLY/],
        ['loadProfile', 'hourly', /^loadProfile: "hourly" is neither off, nor profile/],
        ['loadEvery', '0', /^loadEvery: "0" is not a whole number from 1 to 10080/],
        ['loadDays', '500', /^loadDays/],
        ['billing', '1.8', /^billing/],
      ] as const,
    },
    { type: 'dlt645-poller', init: dlt645Poller, more: [] as const },
  ].map(
    ({ type, init, more }): Case => ({
      type,
      init,
      bad: [
        ['enabled', 'now and then', /^POLLING_ENABLED/],
        ['interval', 'soon', /^POLLING_INTERVAL: "soon"/],
        ['group', 'everything', /^POLLING_REGISTER_GROUP/],
        ['timeout', '1e4', /^POLLING_TIMEOUT: "1e4"/],
        ['retries', '11', /^POLLING_RETRIES: "11" is not a whole number from 0 to 10$/],
        ['output', 'all', /^output/],
        ...more,
      ],
      optional: [
        'enabled',
        'interval',
        'group',
        'timeout',
        'retries',
        'output',
        ...more.map(([name]) => name),
      ],
      good: { payload: 'now' },
      outputs: 0,
    }),
  ),
];

const ORDERS = { action: 'disconnect', responseTopic: 'a/b', correlationData: Buffer.from('c') };

function cyclic(): object {
  const object: Record<string, unknown> = { id: '1' };
  object['self'] = object;
  return object;
}

const PAYLOADS: readonly unknown[] = [
  ...[null, undefined, 5, Number.NaN, 10n, true, '', ' ', '0', '12 3', 'zz', '\0', {}, [], [[]]],
  ...[{ length: 1e9 }, { byteLength: 1e9 }, [1, null, 3], [256], [-1], [1.5]],
  ...[cyclic(), [cyclic()], JSON.parse('{"__proto__":{"meterId":5}}'), Object.create(null)],
  ...[Buffer.alloc(0), Buffer.from([0x68]), Buffer.alloc(5_000, 0x68), Buffer.alloc(5_000, 2)],
  ...[Symbol('x'), () => undefined, new Date(0), new Map(), new Uint16Array([1, 2])],
  ...[
    { type: 'data-notification', entries: 5 },
    { type: 'data-notification', entries: [null] },
  ],
  { type: 'event-notification', attribute: { obis: {} }, data: { type: 'array', value: 7 } },
  { type: 'get-response', data: { type: 'double-long', value: 'x' } },
  [{ obis: '1-0:1.8.0.255', value: 5, scaler: 1e9, unit: 30 }],
  [{ obis: 'x'.repeat(100_000), value: 5 }],
  [{ obis: '1-0:1.8.0.255', value: { type: 'array', value: [cyclic()] } }],
  { meterId: 5 },
  { meterId: '__proto__' },
  { group: '__proto__' },
  { registers: '__proto__' },
];

const HOSTILE: readonly unknown[] = [
  ...[null, undefined, {}, [], cyclic(), JSON.parse('{"__proto__":{"payload":"00"}}')],
  ...PAYLOADS.map((payload) => ({ payload })),
  ...PAYLOADS.map((payload) => ({ payload, meter: { id: '1' }, expect: false, request: payload })),
  ...PAYLOADS.map((meter) => ({ payload: Buffer.from(VOLTAGE_A, 'hex'), meter, expect: false })),
  ...PAYLOADS.map((id) => ({ payload: '00', meter: { id, link: id }, _session: { id } })),
  ...PAYLOADS.map((protocol) => ({ payload: '00', protocol, topic: protocol, _session: protocol })),
];

const MEANINGLESS = { payload: { meterId: 5 } };

for (const {
  type,
  init,
  settings = {},
  bad,
  optional,
  good,
  wrong = MEANINGLESS,
  outputs = 0,
} of NODES) {
  describe(`every node: ${type}`, () => {
    afterEach(unload);

    function flowWith(more: object = {}): Promise<Flow> {
      return load(
        [gateway, init],
        [
          { id: 'gw', type: 'ivy-gateway' },
          { id: 'node', type, gateway: 'gw', ...settings, ...more },
        ],
      );
    }

    async function outcome(flow: Flow): Promise<number> {
      await flow.done('node');
      await new Promise(setImmediate);
      return [1, 2, 3, 4].flatMap((output) => flow.rest('node', output)).length;
    }

    for (const [setting, value, says] of bad) {
      it(`${setting} "${value}" shows, is logged, and reaches Catch with every message`, async () => {
        const flow = await flowWith({ [setting]: value });
        flow.status('node').should.match({ fill: 'red', shape: 'ring' });
        String(flow.status('node').text).length.should.be.within(1, 40);
        flow.logged('node').should.match([says]);
        for (const mine of [1, 2]) {
          flow.send('node', { payload: 'anything', mine });
          const caught = await flow.caught();
          caught.error.should.match({ code: 'invalid-setting', message: /\S/ });
          caught.should.have.property('mine', mine);
        }
        (await flow.done('node', 2)).should.match([says, says]);
      });
    }

    for (const nothing of ['', ' ', `\${NOBODY_SETS_THIS}`, null, undefined]) {
      it(`a setting of ${JSON.stringify(nothing)} means the default`, async () => {
        const flow = await flowWith(Object.fromEntries(optional.map((name) => [name, nothing])));
        flow.status('node').should.not.have.property('fill', 'red');
        flow.logged('node').should.deepEqual([]);
        if (!good) return;
        flow.send('node', { ...good });
        (await flow.done('node')).should.deepEqual([undefined]);
        (await outcome(flow)).should.equal(outputs);
      });
    }

    if (good) {
      it('is done once with a message, and Complete fires', async () => {
        const flow = await flowWith();
        flow.send('node', { ...good, mine: 1 });
        (await flow.completed()).should.have.property('mine', 1);
        (await outcome(flow)).should.equal(outputs);
        (await flow.done('node')).should.deepEqual([undefined]);
      });

      it('never writes to the Buffer that it gets', async () => {
        const flow = await flowWith();
        const { payload } = good;
        const before = Buffer.isBuffer(payload) ? payload.toString('hex') : payload;
        flow.send('node', { ...good });
        await flow.done('node');
        (Buffer.isBuffer(payload) ? payload.toString('hex') : (payload as object)).should.equal(
          before,
        );
      });

      it('passes nothing on that mqtt out would take for orders', async () => {
        const flow = await flowWith();
        flow.send('node', { ...good, ...ORDERS });
        await flow.done('node');
        await new Promise(setImmediate);
        for (const message of [1, 2, 3, 4].flatMap((output) => flow.rest('node', output))) {
          message.should.not.have.properties(Object.keys(ORDERS));
        }
      });

      it('shows an error until a message succeeds', async () => {
        const flow = await flowWith();
        flow.send('node', { ...wrong });
        await flow.caught();
        flow.status('node').should.match({ fill: 'red', shape: 'ring' });
        flow.send('node', { ...good });
        await flow.completed();
        flow.status('node').should.not.have.property('fill', 'red');
      });
    }

    it('is done exactly once with whatever comes, and goes on working', async () => {
      const flow = await flowWith();
      for (const message of HOSTILE) flow.send('node', message);
      await flow.done('node', HOSTILE.length);
      if (good) flow.send('node', { ...good });
      await new Promise((resolve) => setTimeout(resolve, 20));
      const outcomes = await flow.done('node');
      outcomes.should.have.length(HOSTILE.length + (good ? 1 : 0));
      if (good) outcomes.slice(-1).should.deepEqual([undefined]);
    });

    it('gives every error a code', async () => {
      const flow = await flowWith();
      // A Catch node takes a message that is an array for messages to several outputs.
      const messages = HOSTILE.filter((message) => !Array.isArray(message));
      for (const message of messages) flow.send('node', message);
      const outcomes = await flow.done('node', messages.length);
      const failed = outcomes.filter((text) => text !== undefined);
      for (const _ of failed) (await flow.caught()).error.should.match({ code: /^[a-z-]+$/ });
    });

    it('is done with any octets', async () => {
      const flow = await flowWith();
      let sent = 0;
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ maxLength: 80 }), async (octets) => {
          flow.send('node', { payload: Buffer.from(octets), meter: { id: '1' }, expect: false });
          sent += 1;
          (await flow.done('node', sent)).should.have.length(sent);
        }),
        { numRuns: 100 },
      );
    });
  });
}

describe('every node: gateway and broker, which have no input', () => {
  afterEach(unload);

  it('a gateway setting that cannot be read is logged, and its users say so', async () => {
    const flow = await load(
      [gateway, obisMap],
      [
        { id: 'gw', type: 'ivy-gateway', timezone: 'Shanghai' },
        { id: 'node', type: 'obis-map', gateway: 'gw' },
      ],
    );
    flow
      .logged('gw')
      .should.deepEqual(['METER_TIMEZONE: "Shanghai" is no time zone like Asia/Shanghai']);
    flow.status('node').should.match({ fill: 'red', text: /^the ivy-gateway has a setting/ });
  });

  it('two gateways of one id are an error that says so', async () => {
    const flow = await load(
      [gateway],
      [
        { id: 'gw', type: 'ivy-gateway' },
        { id: 'gw2', type: 'ivy-gateway', gatewayId: 'gateway' },
        { id: 'gw3', type: 'ivy-gateway', gatewayId: 'other' },
      ],
    );
    const lines = [...flow.logged('gw'), ...flow.logged('gw2')];
    lines.should.deepEqual(['GATEWAY_ID: "gateway" is the id of another ivy-gateway']);
    flow.logged('gw3').should.deepEqual([]);
  });

  for (const [setting, value, says] of [
    ['gatewayId', 'a/b', /^GATEWAY_ID/],
    ['topicPrefix', 'a/#', /^MQTT_TOPIC_PREFIX/],
    ['topicPrefix', 'a//b', /^MQTT_TOPIC_PREFIX/],
    ['identifyTimeout', '10', /^IDENTIFY_TIMEOUT/],
    ['meterPolicy', 'deny', /^METER_POLICY: "deny" is none of auto, list, reject$/],
    ['zeroAddress', 'drop', /^HEARTBEAT_ZERO_ADDRESS_ACTION/],
    ['clockLimit', 'a minute', /^clockLimit/],
    ['writeControl', 'on', /^WRITE_CONTROL: "on" is none of off, write-topic, both$/],
    ['relayControl', 'true', /^RELAY_CONTROL: "true" is none of off, relay-topic, both$/],
    ['actsPerMinute', '-1', /^actsPerMinute/],
    ['coolDown', '30 s', /^coolDown/],
    ['requireExpiry', 'maybe', /^requireExpiry/],
    ['exceptions', 'class x', /^exceptions: "class x" is neither "class 18" nor "function 19H"$/],
    ['operatorCode', '123', /^METER_OPERATOR_CODE/],
    ['dlmsEnabled', '1', /^DLMS_ENABLED/],
    ['dlmsClientAddress', '0x10000', /^DLMS_CLIENT_ADDRESS/],
    ['dlmsServerAddress', 'one', /^DLMS_SERVER_ADDRESS/],
    ['dlmsIvyDestination', '-1', /^DLMS_IVY_DESTINATION/],
  ] as const) {
    it(`ivy-gateway: ${setting} "${value}" is refused`, async () => {
      const flow = await load([gateway], [{ id: 'gw', type: 'ivy-gateway', [setting]: value }]);
      flow.logged('gw').should.match([says]);
    });
  }

  for (const [setting, value, says] of [
    ['port', '1883x', /^MQTT_PORT/],
    ['wsPort', '70000', /^MQTT_WS_PORT/],
    ['requireAuthentication', 'yes', /^MQTT_AUTH_ENABLED/],
    ['externalUrl', 'broker.example.org', /^MQTT_BROKER_URL/],
  ] as const) {
    it(`ivy-mqtt-broker: ${setting} "${value}" shows and is logged`, async () => {
      const port = String(await freePort());
      const node = { id: 'node', type: 'ivy-mqtt-broker', port, wsPort: '0' };
      const flow = await load([broker], [{ ...node, [setting]: value }]);
      flow.status('node').should.match({ fill: 'red', shape: 'ring', text: says });
      flow.logged('node').should.match([says]);
    });
  }
});
