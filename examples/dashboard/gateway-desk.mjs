import { functionNode, id } from './parts.mjs';

/**
 * What stands on the Gateway tab for the dashboard, below what is there: questions and orders come in by a link,
 * and their answers return to whoever called. The browser is not to be trusted; what it may say is decided here.
 */
export function gatewayDesk(core) {
  const { id: z } = core.find(({ type }) => type === 'tab');
  const { id: gateway } = core.find(({ type }) => type === 'ivy-gateway');
  const { id: broker } = core.find(({ type }) => type === 'mqtt-broker');
  const audit = core.find(({ type, name }) => type === 'mqtt out' && name === 'audit');
  const below = Math.max(...core.map(({ y = 0 }) => y)) + 100;
  const answer = id('answers');
  return [
    {
      id: id('comment desk'),
      type: 'comment',
      name: 'What the dashboard asks and orders',
      info: '',
      x: 190,
      y: below,
      wires: [],
    },
    {
      id: id('questions'),
      type: 'link in',
      name: 'from the dashboard',
      links: [],
      x: 75,
      y: below + 80,
      wires: [[id('what the dashboard may say')]],
    },
    functionNode('what the dashboard may say', mayBeSaid, {
      outputs: 3,
      x: 230,
      y: below + 80,
      wires: [[id('state')], [id('commands')], [id('alarm orders')]],
    }),
    {
      id: id('state'),
      type: 'ivy-status',
      name: 'for the dashboard',
      gateway,
      interval: '0',
      probes: 'false',
      x: 500,
      y: below + 40,
      wires: [[answer]],
    },
    {
      id: id('nobody knows this meter'),
      type: 'catch',
      name: 'nobody knows this meter',
      scope: [id('state')],
      uncaught: false,
      x: 450,
      y: below,
      wires: [[id('an empty answer')]],
    },
    {
      id: id('an empty answer'),
      type: 'change',
      name: 'an empty answer',
      rules: [
        { t: 'set', p: 'payload', pt: 'msg', to: '{}', tot: 'json' },
        { t: 'set', p: 'asked', pt: 'msg', to: '', tot: 'str' },
      ],
      x: 690,
      y: below,
      wires: [[answer]],
    },
    {
      id: id('commands'),
      type: 'ivy-command',
      name: 'for the dashboard',
      gateway,
      timeout: '10000',
      x: 500,
      y: below + 100,
      wires: [[answer], audit ? [audit.id] : []],
    },
    {
      id: id('alarm orders'),
      type: 'alarm-threshold',
      name: 'for the dashboard',
      gateway,
      rules: [],
      overrides: [],
      x: 500,
      y: below + 180,
      wires: [[], [], [], [answer]],
    },
    {
      id: id('refusals'),
      type: 'catch',
      name: 'refusals',
      scope: [id('state'), id('commands'), id('alarm orders')],
      uncaught: false,
      x: 200,
      y: below + 160,
      wires: [[id('why')]],
    },
    functionNode('why', refusal, { x: 330, y: below + 160, wires: [[answer]] }),
    {
      id: answer,
      type: 'link out',
      name: 'answers to the dashboard',
      mode: 'return',
      links: [],
      x: 735,
      y: below + 80,
      wires: [],
    },
    {
      id: id('log on and off'),
      type: 'link in',
      name: 'somebody looks at the log',
      links: [id('to subscribe')],
      x: 75,
      y: below + 240,
      wires: [[id('all messages, or none')]],
    },
    functionNode('all messages, or none', subscription, {
      x: 230,
      y: below + 240,
      wires: [[id('mqtt')]],
    }),
    {
      id: id('mqtt'),
      type: 'mqtt in',
      name: 'all messages',
      topic: '',
      qos: '0',
      datatype: 'utf8',
      broker,
      nl: false,
      rap: true,
      rh: 0,
      inputs: 1,
      x: 470,
      y: below + 240,
      wires: [[id('log lines')]],
    },
    {
      id: id('log lines'),
      type: 'link out',
      name: 'messages to the log',
      mode: 'link',
      links: [id('messages')],
      x: 735,
      y: below + 240,
      wires: [],
    },
  ].map((node) => ({ ...node, z }));
}

/* global msg, env */

function mayBeSaid() {
  // A page says { ask } or { order }; nothing else of what came from the browser goes on.
  const { payload = {}, _client, _linkSource, _msgid } = msg;
  const { meterId } = payload;
  const asks = ['stats', 'meters', 'meter', 'history', 'alarms', 'events'];
  const methods = [
    'read_register',
    'read_all',
    'read_relay_state',
    'read_profile',
    'relay_control',
  ];
  const said = { _client, _linkSource, _msgid, asked: payload.ask ?? payload.order };
  const isMeter = /^[0-9A-Za-z_-]{1,32}$/.test(String(meterId));

  if (asks.includes(payload.ask)) {
    const about = ['meter', 'history'].includes(payload.ask) ? { meterId: String(meterId) } : {};
    const port = env.get('TCP_PORT') || '8899';
    return [
      { ...said, at: Date.now(), port, command: { command: payload.ask, ...about } },
      null,
      null,
    ];
  }
  const place = `${env.get('MQTT_TOPIC_PREFIX') || 'ivy/v1'}/meters/${meterId}`;
  const by = `dashboard ${_client?.socketIp ?? ''}`.trim();
  if (isMeter && methods.includes(payload.order)) {
    const channel = payload.order === 'relay_control' ? 'relay' : 'request';
    const { id, params, expiresAt } = payload;
    const command = { id, method: payload.order, params, expiresAt, by };
    return [null, { ...said, topic: `${place}/command/${channel}`, payload: command }, null];
  }
  if (isMeter && ['acknowledge', 'shelve'].includes(payload.order)) {
    const { id, rule, register, until } = payload;
    const order = { id, command: payload.order, rule, register, until };
    return [null, null, { ...said, topic: `${place}/alarms/request`, payload: order }];
  }
  return null;
}

function refusal() {
  // In place of an answer, which the page waits for.
  const { id } = msg.payload ?? {};
  const { meterId } = msg.command ?? {};
  msg.payload = { id, meterId, success: false, error: msg.error.message, result: {} };
  return msg;
}

function subscription() {
  const topic = `${env.get('MQTT_TOPIC_PREFIX') || 'ivy/v1'}/#`;
  return {
    action: msg.payload ? 'subscribe' : 'unsubscribe',
    topic: msg.payload ? { topic, qos: 0 } : topic,
  };
}
