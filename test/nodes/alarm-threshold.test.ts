import should from 'should';
import alarmThreshold from '../../nodes/alarm-threshold/alarm-threshold';
import gateway from '../../nodes/ivy-gateway/ivy-gateway';
import { type Flow, load, type Seen, unload } from '../helpers/flow';

const METER = '000000001234';
const REQUESTS = `ivy/v1/meters/${METER}/alarms/request`;

describe('alarm-threshold', () => {
  afterEach(unload);

  /** Two nodes of one gateway, as families have them; the first with all presets unless it has rules. */
  function nodes(settings: object = {}): Promise<Flow> {
    return load(
      [gateway, alarmThreshold],
      [
        { id: 'gw', type: 'ivy-gateway' },
        { id: 'node', type: 'alarm-threshold', gateway: 'gw', ...settings },
        {
          id: 'other',
          type: 'alarm-threshold',
          gateway: 'gw',
          rules: [{ name: 'cold', condition: 'low', registers: 'TEMPERATURE', limit: '0' }],
        },
      ],
    );
  }

  function read(flow: Flow, register: string, value: number, more: object = {}): void {
    const payload = { ts: Date.now(), meterId: METER, register, value, unit: 'V' };
    flow.send('node', { topic: `ivy/v1/meters/${METER}/telemetry`, payload, ...more });
  }

  async function request(flow: Flow, payload: object, id = 'node', more = {}): Promise<Seen> {
    flow.send(id, { topic: REQUESTS, payload, ...more });
    return flow.next(id, 4);
  }

  it('raises on output 1, ready to publish, and passes on what came with the reading', async () => {
    const flow = await nodes();
    const before = Date.now();
    const meter = { id: METER, link: 'a-1' };
    read(flow, 'VOLTAGE_A', 251, { meter, mine: 7, parts: { id: 'x', index: 0, count: 1 } });
    const { payload, ...message } = await flow.next('node', 1);
    const { ts, data, ...rest } = payload;
    (ts as number).should.be.within(before, Date.now());
    rest.should.eql({ meterId: METER, event: 'alarm:overvoltage', severity: 'warning' });
    const { since, ...limits } = data as { since: number };
    since.should.be.within(before, Date.now());
    limits.should.eql({
      register: 'VOLTAGE_A',
      value: 251,
      threshold: 250,
      unit: 'V',
      severity: 'warning',
    });
    message.should.match({
      topic: `ivy/v1/meters/${METER}/events`,
      qos: 1,
      retain: false,
      meter,
      mine: 7,
    });
    message.should.not.have.property('parts');
    flow.rest('node', 2).should.eql([]);
  });

  it('clears on output 2', async () => {
    const flow = await nodes();
    read(flow, 'VOLTAGE_A', 251);
    const { payload: raised } = await flow.next('node', 1);
    read(flow, 'VOLTAGE_A', 230);
    const { payload, topic } = await flow.next('node', 2);
    String(topic).should.equal(`ivy/v1/meters/${METER}/events`);
    const { since } = raised.data as { since: number };
    payload.should.match({
      event: 'alarm_cleared:overvoltage',
      severity: 'info',
      data: { register: 'VOLTAGE_A', value: 230, threshold: 250, since },
    });
  });

  it('gives each evaluation on output 3, without a topic to publish it on', async () => {
    const flow = await nodes();
    read(flow, 'CURRENT_A', 5, { payload: { meterId: METER, register: 'CURRENT_A', value: 5 } });
    const { payload, meter, ...message } = await flow.next('node', 3);
    payload.should.eql({
      rule: 'overcurrent',
      meterId: METER,
      register: 'CURRENT_A',
      value: 5,
      limit: 100,
      unit: 'A',
      active: false,
      severity: 'critical',
    });
    meter.should.eql({ id: METER });
    message.should.not.have.property('topic');
  });

  it('an array, a set and a life cycle event are taken too', async () => {
    const flow = await nodes();
    const reading = (register: string) => ({ meterId: METER, register, value: 260, unit: 'V' });
    flow.send('node', { payload: [reading('VOLTAGE_A'), reading('VOLTAGE_B')] });
    const values = { VOLTAGE_C: { value: 260, unit: 'V' } };
    flow.send('node', { payload: { ts: 1, meterId: METER, values, isBatch: true } });
    const registers = [];
    for (let count = 0; count < 3; count++) {
      registers.push(((await flow.next('node')).payload.data as { register: string }).register);
    }
    registers.should.eql(['VOLTAGE_A', 'VOLTAGE_B', 'VOLTAGE_C']);
    flow.send('node', {
      payload: { ts: 77, meterId: METER, event: 'meter_disconnected', data: {} },
    });
    (await flow.next('node')).payload.should.match({
      event: 'alarm:communication_lost',
      data: { severity: 'warning', lastSeen: 77 },
    });
  });

  it('a retained status that is taken back is nothing, and a payload of another kind an error', async () => {
    const flow = await nodes();
    flow.send('node', { payload: '' });
    flow.send('node', { payload: { speed: 5 } });
    (await flow.caught()).error.should.match({
      code: 'invalid-request',
      message: /msg.payload is no reading, reading set or event of a meter$/,
    });
    (await flow.done('node', 2)).slice(0, 1).should.eql([undefined]);
  });

  it('shows how many alarms are active', async () => {
    const flow = await nodes();
    for (const phase of ['A', 'B']) read(flow, `VOLTAGE_${phase}`, 260);
    const shown = await flow.statusMatching('node', /^2 active$/, 12_000);
    shown.should.match({ fill: 'yellow', shape: 'dot' });
    for (const phase of ['A', 'B']) read(flow, `VOLTAGE_${phase}`, 230);
    await flow.statusMatching('node', /^$/, 12_000);
  });

  it('raises by itself what a delay has held back', async () => {
    const rules = [
      { name: 'high', condition: 'high', registers: 'X', limit: '1', raiseAfter: '1 s' },
    ];
    const flow = await nodes({ rules });
    read(flow, 'X', 2, { mine: 7 });
    const { payload, meter } = await flow.next('node', 1, 20_000);
    payload.should.match({ event: 'alarm:high', data: { value: 2 } });
    meter.should.eql({ id: METER });
  });

  describe('commands', () => {
    it('by topic are answered on command/response, once, whichever node gets them', async () => {
      const flow = await nodes();
      read(flow, 'VOLTAGE_A', 260);
      await flow.next('node');
      flow.send('other', {
        payload: { meterId: METER, register: 'TEMPERATURE', value: -5 },
      });
      await flow.next('other');
      const message = { topic: REQUESTS, payload: '{"id":"a-1","command":"acknowledge"}' };
      flow.send('node', { ...message, _msgid: 'one' });
      flow.send('other', { ...message, _msgid: 'one' });
      const { payload, ...answer } = await flow.next('node', 4);
      payload.should.match({
        id: 'a-1',
        success: true,
        result: { command: 'acknowledge', alarms: 2 },
      });
      answer.should.match({
        topic: `ivy/v1/meters/${METER}/command/response`,
        qos: 1,
        retain: false,
      });
      await flow.done('other', 2);
      flow.rest('other', 4).should.eql([]);
      read(flow, 'VOLTAGE_A', 261);
      const evaluation = await flow.find('node', 3, ({ payload: { value } }) => value === 261);
      evaluation.payload.should.match({ active: true, acknowledged: true });
    });

    it('by topic never concern another meter', async () => {
      const flow = await nodes();
      read(flow, 'VOLTAGE_A', 260);
      await flow.next('node');
      const topic = 'ivy/v1/meters/77/alarms/request';
      const payload = { id: 1, command: 'reset', meterId: METER };
      (await request(flow, payload, 'node', { topic })).payload.should.match({
        success: true,
        result: { alarms: 0 },
      });
    });

    it('reset clears on the output of the node whose alarm it was', async () => {
      const flow = await nodes();
      flow.send('other', {
        payload: { meterId: METER, register: 'TEMPERATURE', value: -5 },
      });
      await flow.next('other');
      await request(flow, { id: 1, command: 'reset', rule: 'cold' });
      (await flow.next('other', 2)).payload.should.match({ event: 'alarm_cleared:cold' });
    });

    it('thresholds hold at once, for that meter', async () => {
      const flow = await nodes();
      const thresholds = { limit: 300, clear: 290 };
      await request(flow, { id: 1, command: 'thresholds', rule: 'overvoltage', thresholds });
      read(flow, 'VOLTAGE_A', 299);
      (await flow.next('node', 3)).payload.should.match({ limit: 300, active: false });
      flow.rest('node', 1).should.eql([]);
    });

    it('shelve holds alarms back until then', async () => {
      const flow = await nodes();
      await request(flow, { id: 1, command: 'shelve', until: Date.now() + 3_600_000 });
      read(flow, 'VOLTAGE_A', 260);
      await flow.next('node', 3);
      flow.rest('node', 1).should.eql([]);
    });

    for (const [title, given, code, error] of [
      ['no command', { id: 1 }, 'invalid-request', /command/],
      ['an unknown field', { id: 1, command: 'reset', all: true }, 'invalid-request', /all/],
      ['shelve without a time', { id: 1, command: 'shelve' }, 'invalid-request', /until: missing$/],
      ['an unknown rule', { id: 1, command: 'reset', rule: 'none' }, 'unknown-rule', /rule: none$/],
      [
        'limits of a rule that has none',
        { id: 1, command: 'thresholds', rule: 'meter_tamper', thresholds: { limit: 1 } },
        'invalid-request',
        /meter_tamper has no limits$/,
      ],
      [
        'limits that contradict each other',
        { id: 1, command: 'thresholds', rule: 'overvoltage', thresholds: { limit: 1, clear: 2 } },
        'invalid-request',
        /2 does not clear what 1 raises/,
      ],
    ] as const) {
      it(`${title} is answered with ${code}`, async () => {
        const flow = await nodes();
        const { payload } = await request(flow, given);
        payload.should.match({ id: 1, success: false, code, error, result: { error } });
      });
    }

    it('retained ones are refused', async () => {
      const flow = await nodes();
      const { payload } = await request(flow, { id: 9, command: 'reset' }, 'node', {
        retain: true,
      });
      payload.should.match({ id: 9, success: false, code: 'retained-refused' });
    });

    it('what is no JSON is answered, too', async () => {
      const flow = await nodes();
      flow.send('node', { topic: REQUESTS, payload: '{"id":1,' });
      (await flow.next('node', 4)).payload.should.match({ id: null, code: 'invalid-request' });
    });

    it('by msg.command concern the node alone', async () => {
      const flow = await nodes();
      for (const id of ['node', 'other']) {
        const reading = { meterId: METER, value: id === 'node' ? 260 : -5 };
        const register = id === 'node' ? 'VOLTAGE_A' : 'TEMPERATURE';
        flow.send(id, { payload: { ...reading, register } });
        await flow.next(id);
      }
      flow.send('node', { command: 'reset', payload: 'clicked' });
      const cleared = await flow.next('node', 2);
      cleared.payload.should.match({ event: 'alarm_cleared:overvoltage' });
      cleared.should.not.have.property('command');
      (await flow.next('node', 4)).payload.should.match({ success: true, result: { alarms: 1 } });
      flow.rest('other', 2).should.eql([]);
    });

    it('by msg.command that cannot be carried out go to Catch, as nobody waits for an answer', async () => {
      const flow = await nodes();
      flow.send('node', { command: 'shelve' });
      (await flow.caught()).error.should.match({ code: 'invalid-request' });
      flow.send('node', { command: { command: 'shelve', id: 5 }, meter: { id: METER } });
      (await flow.next('node', 4)).should.match({
        topic: `ivy/v1/meters/${METER}/command/response`,
        payload: { id: 5, success: false },
      });
    });
  });

  describe('over a deploy', () => {
    for (const [kind, settings] of [
      ['with a gateway', {}],
      ['without one', { gateway: '' }],
    ] as const) {
      it(`${kind}, alarms are neither raised again nor forgotten`, async () => {
        const flow = await nodes(settings);
        read(flow, 'VOLTAGE_A', 260);
        await flow.next('node');
        await flow.redeploy();
        read(flow, 'VOLTAGE_A', 261);
        const again = await flow.find('node', 3, ({ payload: { value } }) => value === 261);
        again.payload.should.match({ rule: 'overvoltage', active: true });
        flow.rest('node', 1).should.eql([]);
        read(flow, 'VOLTAGE_A', 230);
        should((await flow.next('node', 2)).payload['event']).equal('alarm_cleared:overvoltage');
      });
    }
  });
});
