import 'should';
import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '../link/caller';
import { endRigs, OPEN, Rig, type RigOptions } from './rig';
import { type RelayOptions, signedTextOf } from './signed';

const METER = '000000001234';
const DLMS = '360000000001';

async function rigWith(options: RigOptions = OPEN): Promise<Rig> {
  const rig = await Rig.open(options);
  const simulator = rig.simulator();
  simulator.addDlt645Meter({ address: METER });
  simulator.addDlmsMeter({ address: DLMS });
  simulator.start();
  await rig.online(METER, DLMS);
  return rig;
}

/** Orders that the meters got: 1CH, and ACTION. */
function acts(rig: Rig): number {
  return rig.requests.filter((octets) => /^(fe)*68.{12}681c|c301/.test(octets)).length;
}

describe('orders, each carried out once', () => {
  afterEach(endRigs);

  it('while one runs, others of its id wait for the one answer', async () => {
    const rig = await rigWith();
    const answers = await Promise.all(Array.from({ length: 50 }, () => rig.relay(METER, 'open')));
    acts(rig).should.equal(1);
    answers.filter(({ repeated }) => !repeated).should.have.length(1);
    for (const { repeated: _, ...answer } of answers) {
      answer.should.have.properties({ success: true, id: 'r1' });
      answer.result.should.eql(answers[0]?.result);
    }
  });

  it('once done, the same answer comes again, also after a restart', async () => {
    const rig = await rigWith();
    const first = await rig.relay(METER, 'open');
    (await rig.relay(METER, 'open')).should.eql({ ...first, repeated: true });
    const { folder } = rig;
    await rig.restart();
    const again = await rigWith({ ...OPEN, folder });
    (await again.relay(METER, 'open')).should.eql({ ...first, repeated: true });
    acts(again).should.equal(0);
  });

  it('the same id with another order is a duplicate', async () => {
    const rig = await rigWith();
    await rig.relay(METER, 'open');
    (await rig.relay(METER, 'close')).should.have.properties({ success: false, code: 'duplicate' });
    acts(rig).should.equal(1);
  });

  it('the key is meter and id: another meter has the id to itself', async () => {
    const rig = await rigWith();
    (await rig.relay(METER, 'open')).should.not.have.property('repeated');
    (await rig.relay(DLMS, 'open')).should.not.have.property('repeated');
    acts(rig).should.equal(2);
  });

  it('what was begun and never answered is uncertain, and not done again', async () => {
    const rig = await rigWith();
    let answered = false;
    rig.onRequest = (octets) => {
      if (octets.includes('681c10')) rig.silence();
    };
    void rig.relay(METER, 'open').then(() => {
      answered = true;
    });
    await until(() => acts(rig) === 1);
    answered.should.be.false();
    const { folder } = rig;
    await rig.restart();
    const again = await rigWith({ ...OPEN, folder });
    (await again.relay(METER, 'open')).should.have.properties({
      success: false,
      code: 'uncertain',
      repeated: true,
    });
    acts(again).should.equal(0);
  });

  it('a retained command is refused, whatever it is', async () => {
    const rig = await rigWith();
    const retained = { retained: true, channel: 'relay' } as const;
    const order = { id: 'r', method: 'relay_control', params: { state: 'open' } };
    (await rig.ask(METER, order, retained)).should.have.properties({
      id: 'r',
      success: false,
      code: 'retained-refused',
    });
    (await rig.ask(METER, { id: 1, method: 'read_address' }, retained)).code?.should.equal(
      'retained-refused',
    );
    acts(rig).should.equal(0);
  });

  it('a retained order is audited, as asked and as refused', async () => {
    const rig = await rigWith();
    const order = { id: 'r', method: 'relay_control', params: { state: 'open' } };
    await rig.ask(METER, order, { retained: true, channel: 'relay' });
    const records = rig.audit.map(({ payload }) => payload as Record<string, unknown>);
    records
      .map(({ phase, code }) => [phase, code])
      .should.eql([
        ...[
          ['asked', undefined],
          ['answered', 'retained-refused'],
        ],
      ]);
  });

  it('nothing is begun when its message has expired at the broker', async () => {
    const rig = await rigWith({ ...OPEN, requireExpiry: true });
    const order = (id: string) => ({ id, method: 'relay_control', params: { state: 'open' } });
    const late = { channel: 'relay', until: Date.now() - 1 } as const;
    (await rig.ask(METER, order('late'), late)).should.have.properties({ code: 'expired' });
    acts(rig).should.equal(0);
    const inTime = { channel: 'relay', until: Date.now() + 60_000 } as const;
    (await rig.ask(METER, order('in time'), inTime)).success.should.be.true();
  });

  it('nothing is begun after expiresAt, also where it waits for its turn on the link', async () => {
    const rig = await rigWith();
    const order = (id: string, expiresAt: number) =>
      rig.ask(
        METER,
        { id, method: 'relay_control', params: { state: 'open' }, expiresAt },
        { channel: 'relay' },
      );
    (await order('old', Date.now() - 1)).should.have.properties({ code: 'expired' });
    rig.silence();
    const { link } = rig.gateway.gateway.directory.find(METER) ?? {};
    const busy = link?.transact('act', () => new Promise((resolve) => setTimeout(resolve, 300)));
    const late = order('late', Date.now() + 100);
    await busy;
    rig.silence(false);
    (await late).should.have.properties({ success: false, code: 'expired' });
    acts(rig).should.equal(0);
  });

  it('a gateway that remembers nothing does not act, and reads all the same', async () => {
    const rig = await rigWith({ ...OPEN, memoryOnly: true });
    (await rig.relay(METER, 'open')).should.have.properties({ code: 'storage-failed' });
    (await rig.ask(METER, { id: 1, method: 'read_address' })).success.should.be.true();
    acts(rig).should.equal(0);
  });

  it('no audit, no act', async () => {
    const rig = await rigWith();
    await rig.spoilAudit();
    (await rig.relay(METER, 'open')).should.have.properties({
      success: false,
      code: 'storage-failed',
    });
    acts(rig).should.equal(0);
  });

  it('who, what, when and the result are audited, on disk and to publish', async () => {
    const rig = await rigWith();
    const order = { id: 'r', method: 'relay_control', params: { state: 'open' } };
    await rig.ask(METER, { ...order, by: 'Ada', reason: 'arrears' }, { channel: 'relay' });
    const lines = (await readFile(join(rig.folder, 'audit', 'audit.jsonl'), 'utf8'))
      .trim()
      .split('\n');
    const records = lines.map((line) => JSON.parse(line));
    records.should.eql(rig.audit.map(({ payload }) => payload));
    const head = {
      gateway: 'gw',
      meterId: METER,
      id: 'r',
      method: 'relay_control',
      channel: 'relay',
    };
    const who = { state: 'open', by: 'Ada', reason: 'arrears' };
    records
      .map(({ ts: _, ...record }) => record)
      .should.eql([
        { ...head, phase: 'asked', ...who },
        {
          ...{ ...head, phase: 'answered', ...who, what: 'function 1CH N1=1AH N2=00H' },
          ...{ success: true, relayState: 'open' },
        },
      ]);
    rig.audit
      .map(({ topic, qos }) => `${topic} ${qos}`)
      .should.eql(Array(2).fill('ivy/v1/gateways/gw/audit 1'));
  });
});

describe('what a gateway allows', () => {
  afterEach(endRigs);

  const set = (classId: number) => ({
    method: 'dlms_set',
    params: { classId, obis: '0-0:10.0.0.255', attribute: 2, data: { type: 'unsigned', value: 1 } },
  });
  const action = (classId: number) => ({
    method: 'dlms_action',
    params: { classId, obis: '0-0:10.0.0.255', method: 1 },
  });

  for (const classId of [9, 10, 20, 21, 22, 68, 70, 71]) {
    it(`class ${classId} switches, by whatever method and topic`, async () => {
      const rig = await rigWith({ writeControl: 'both', relayControl: 'relay-topic' });
      for (const channel of ['request', 'write'] as const) {
        for (const order of [set(classId), action(classId)]) {
          const answer = await rig.ask(
            DLMS,
            { id: `${channel}${order.method}`, ...order },
            { channel },
          );
          answer.should.have.properties({ success: false, code: 'relay-disabled' });
        }
      }
      acts(rig).should.equal(0);
    });
  }

  for (const classId of [15, 18, 64]) {
    it(`class ${classId} is refused unless it is listed`, async () => {
      const rig = await rigWith();
      (
        await rig.ask(DLMS, { id: 1, ...action(classId) }, { channel: 'write' })
      ).should.have.properties({
        code: 'write-disabled',
      });
      rig.options = { ...rig.options, exceptions: [{ kind: 'class', number: classId }] };
      (
        await rig.ask(DLMS, { id: 2, ...action(classId) }, { channel: 'write' })
      ).should.have.properties({
        code: 'meter-refused',
        error: 'DLMS ACTION failed: object-undefined',
      });
    });
  }

  for (const [relayControl, channels] of [
    ['off', []],
    ['relay-topic', ['relay']],
    ['both', ['relay', 'request']],
  ] as const) {
    it(`RELAY_CONTROL ${relayControl} takes acts on: ${channels.join(', ') || 'nothing'}`, async () => {
      const rig = await rigWith({ writeControl: 'both', relayControl });
      for (const channel of ['request', 'write', 'relay'] as const) {
        const { code } = await rig.relay(METER, 'close', channel, channel);
        const isTaken = (channels as readonly string[]).includes(channel);
        String(code).should.equal(isTaken ? 'undefined' : 'relay-disabled');
      }
    });
  }

  for (const [writeControl, channels] of [
    ['off', []],
    ['write-topic', ['write']],
    ['both', ['write', 'request']],
  ] as const) {
    it(`WRITE_CONTROL ${writeControl} takes writes on: ${channels.join(', ') || 'nothing'}`, async () => {
      const rig = await rigWith({ writeControl, relayControl: 'both' });
      for (const channel of ['request', 'write', 'relay'] as const) {
        const write = { method: 'dlt645_write', params: { dataId: '04000E01', dataHex: '00' } };
        const { code } = await rig.ask(METER, { id: channel, ...write }, { channel });
        const isTaken = (channels as readonly string[]).includes(channel);
        String(code).should.equal(isTaken ? 'meter-refused' : 'write-disabled');
      }
    });
  }

  it('1,000 orders by mistake in a minute: as many as the limit, the rest refused', async () => {
    const rig = await rigWith({ ...OPEN, actsPerMinute: 5 });
    const answers = await Promise.all(
      Array.from({ length: 1_000 }, (_, index) =>
        rig.relay(DLMS, index % 2 === 0 ? 'open' : 'close', index),
      ),
    );
    acts(rig).should.be.belowOrEqual(5);
    answers.filter(({ code }) => code === 'interlock').length.should.be.aboveOrEqual(900);
  });

  it('a meter that was just switched cools down', async () => {
    const rig = await rigWith({ ...OPEN, coolDown: 60_000 });
    (await rig.relay(METER, 'open', 1)).success.should.be.true();
    (await rig.relay(METER, 'close', 2)).should.have.properties({ code: 'interlock' });
    (await rig.relay(DLMS, 'open', 3)).success.should.be.true();
  });

  it('limits go on over a restart: what has left for a meter counts, and nothing else', async () => {
    const limits = { ...OPEN, actsPerHour: 2, coolDown: 60_000 };
    const rig = await rigWith(limits);
    (await rig.relay(METER, 'close', 'as it is')).result.should.containEql({ unchanged: true });
    (await rig.relay(METER, 'open', 1)).success.should.be.true();
    const { folder } = rig;
    await rig.restart();
    const again = await rigWith({ ...limits, folder });
    (await again.relay(METER, 'close', 2)).error?.should.match(/less than 60 s ago/);
    (await again.relay(DLMS, 'open', 3)).success.should.be.true();
    again.options = { ...again.options, coolDown: 0 };
    (await again.relay(DLMS, 'close', 4)).error?.should.match(/2 acts in an hour/);
    acts(again).should.equal(1);
  });

  it('the lock stops what switches, holds over a restart, and fails safe', async () => {
    const rig = await rigWith();
    await rig.desk.takeLock('{"locked":true,"by":"Ada","reason":"storm"}');
    (await rig.relay(METER, 'open', 1)).should.have.properties({
      code: 'interlock',
      error: 'switching is locked by Ada: storm',
    });
    const { folder } = rig;
    await rig.restart();
    const again = await rigWith({ ...OPEN, folder });
    (await again.relay(METER, 'open', 2)).should.have.properties({ code: 'interlock' });
    await again.desk.takeLock({ locked: false });
    (await again.relay(METER, 'open', 3)).success.should.be.true();
    for (const unreadable of ['{', '{"locked":"no"}', Buffer.from([0xff]), 5, null]) {
      await again.desk.takeLock({ locked: false });
      await again.desk.takeLock(unreadable);
      (await again.relay(METER, 'close', 4)).should.have.properties({ code: 'interlock' });
    }
    await again.desk.takeLock('');
    (await again.relay(METER, 'close', 5)).success.should.be.true();
  });

  it('a protected meter is never switched off, and may be switched on', async () => {
    const rig = await rigWith({ ...OPEN, protected: [METER] });
    (await rig.relay(METER, 'open', 1)).should.have.properties({ code: 'interlock' });
    (await rig.relay(METER, 'close', 2)).result.should.have.properties({ unchanged: true });
  });

  it('nothing is closed onto a current above the limit', async () => {
    // Phases A, B and C carry 5.12, 4.98 and 5.03 A.
    const rig = await rigWith({ ...OPEN, maxCloseCurrent: 6 });
    (await rig.relay(DLMS, 'open', 1)).success.should.be.true();
    rig.options = { ...rig.options, maxCloseCurrent: 5 };
    (await rig.relay(DLMS, 'close', 2)).should.have.properties({
      code: 'interlock',
      error: 'CURRENT_A is 5.12 A, more than 5 A',
    });
    rig.options = { ...rig.options, maxCloseCurrent: 6 };
    (await rig.relay(DLMS, 'close', 3)).success.should.be.true();
  });

  it('where expiry is required, an order without one is refused', async () => {
    const rig = await rigWith({ ...OPEN, requireExpiry: true });
    (await rig.relay(METER, 'open')).should.have.properties({ code: 'invalid-request' });
  });
});

describe('signed commands', () => {
  afterEach(endRigs);

  const SECRET = 'correct horse battery staple';
  const sign = (options: RelayOptions, secret = SECRET) => ({
    id: options.id,
    method: 'relay_control',
    params: { state: options.state },
    expiresAt: options.expiresAt,
    signature: {
      issuedAt: options.issuedAt,
      nonce: options.nonce,
      mac: createHmac('sha256', secret).update(signedTextOf(METER, options)).digest('hex'),
    },
  });

  it('are carried out where the signature, the times and the nonce are right', async () => {
    const rig = await rigWith({ ...OPEN, commandSecret: SECRET });
    const now = Date.now();
    const good = {
      id: 'a',
      state: 'open',
      issuedAt: now,
      expiresAt: now + 60_000,
      nonce: '12345678',
    };
    const send = (payload: object) => rig.ask(METER, payload, { channel: 'relay' });
    const order = sign(good);
    const wrong: readonly (readonly [object, string])[] = [
      [{ ...order, signature: undefined }, 'invalid-request'],
      [sign(good, 'another secret'), 'invalid-request'],
      [{ ...order, params: { state: 'permit' } }, 'invalid-request'],
      [{ ...order, id: 'b' }, 'invalid-request'],
      [{ ...order, expiresAt: now + 120_000 }, 'invalid-request'],
      [sign({ ...good, expiresAt: now + 301_000 }), 'invalid-request'],
      [sign({ ...good, issuedAt: now + 90_000, expiresAt: now + 120_000 }), 'invalid-request'],
      [sign({ ...good, expiresAt: now - 1 }), 'expired'],
    ];
    for (const [payload, code] of wrong) {
      (await send(payload)).should.have.properties({ success: false, code });
    }
    acts(rig).should.equal(0);
    (await send(order)).success.should.be.true();
    (await send(sign({ ...good, id: 'c', state: 'close' }))).should.have.properties({
      code: 'invalid-request',
      error: 'this nonce was used before',
    });
    acts(rig).should.equal(1);
  });

  it('one that is replayed ten minutes later does nothing', async () => {
    const rig = await rigWith({ ...OPEN, commandSecret: SECRET });
    const then = Date.now() - 600_000;
    const old = {
      id: 'a',
      state: 'open',
      issuedAt: then,
      expiresAt: then + 60_000,
      nonce: '12345678',
    };
    (await rig.ask(METER, sign(old), { channel: 'relay' })).should.have.properties({
      code: 'expired',
    });
    acts(rig).should.equal(0);
  });
});
