import 'should';
import { mock } from 'node:test';
import {
  type AssociationProfile,
  DEFAULT_ADDRESSES,
  DlmsClient,
  dlmsForms,
} from '../../../src/client';
import type { StreamItem } from '../../../src/framing';
import type { Caller } from '../link/caller';
import { octets, settle, until } from '../link/caller';
import { endLines, line } from '../link/line';

/** Wrapper headers without the length. */
const IVY = '0001 0001 0001';
const TO_METER = '0001 0010 0001';
const FROM_METER = '0001 0001 0010';

const AARQ = '001F 601D A109060760857405080101 BE10 040E 01000000 06 5F1F0400 001E1D FFFF';
const AARE =
  '002B 6129 A109060760857405080101 A203020100 A305A103020100 BE10 040E 0800 06 5F1F0400 00181D 0400 0007';
const SNRM =
  '7E A01E 03 21 93 CD3B 81 80 12 05 01 80 06 01 80 07 04 00000001 08 04 00000001 533B 7E';
const CONTEXT_REFUSED = '0019 6117 A109060760857405080101 A203020101 A305A103020102';
const RLRQ = '0005 6203800100';
const RLRE = '0005 6303800100';
const D8 = '0003 D80101';
/** GETs of voltage and frequency, the invoke octet left out. */
const get = (invoke: string, obis = '01000C0700FF'): string =>
  `000D C001 ${invoke} 0003 ${obis} 02 00`;
const FREQUENCY = '01000E0700FF';
/** 23636: 236.36 V. */
const voltage = (invoke: string): string => `0009 C401 ${invoke} 00 06 00005C54`;
const frequency = (invoke: string): string => `0009 C401 ${invoke} 00 06 0000138C`;
const EVENT = '0010 C2 00 0003 01000C0700FF 02 06 00005C55';

const SNRM_LENGTH = 32;
const VOLTAGE = { classId: 3, obis: '1-0:12.7.0.255', attribute: 2 };
const FREQUENCY_VALUE = { classId: 3, obis: '1-0:14.7.0.255', attribute: 2 };
const QUICK = { priority: 'poll', timeout: 60 } as const;
const PATIENT = { priority: 'poll', timeout: 4_000 } as const;
const read = (value: number) => ({ data: { type: 'double-long-unsigned', value } });

describe('the DLMS client', () => {
  const memory = new Map<string, unknown>();

  beforeEach(() => memory.clear());

  afterEach(() => {
    mock.timers.reset();
    endLines();
  });

  const start = async () => {
    const { link, meter } = await line();
    const client = new DlmsClient(link, dlmsForms(DEFAULT_ADDRESSES));
    client.remember(memory);
    return { link, meter, client };
  };

  type Started = Awaited<ReturnType<typeof start>>;

  const associate = async (meter: Caller): Promise<void> => {
    await meter.answer(`${IVY} ${AARQ}`, `${IVY} ${AARE}`);
  };

  it('speaks to an EM114070 octet for octet as one was seen to answer', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    const { meter, client } = await start();
    const first = client.get(VOLTAGE, PATIENT);
    await associate(meter);
    await meter.answer(`${IVY} ${get('01')}`, `${IVY} ${voltage('01')}`);
    (await first).should.eql(read(23636));
    const second = client.get(FREQUENCY_VALUE, PATIENT);
    await meter.answer(`${IVY} ${get('02', FREQUENCY)}`, `${IVY} ${frequency('02')}`);
    (await second).should.eql(read(5004));
    mock.timers.tick(1_000);
    await meter.answer(`${IVY} ${RLRQ}`, `${IVY} ${RLRE}`);
    await settle();
    meter.received.should.equal('');
  });

  it('falls back to the textbook form, and remembers what was answered over a new link', async () => {
    const { meter, client } = await start();
    const first = client.get(VOLTAGE, QUICK);
    await meter.expect(`${IVY} ${AARQ}`);
    await meter.answer(`${TO_METER} ${AARQ}`, `${FROM_METER} ${AARE}`);
    await meter.answer(`${TO_METER} ${get('C1')}`, `${FROM_METER} ${voltage('C1')}`);
    (await first).should.eql(read(23636));

    const again = await start();
    const second = again.client.get(VOLTAGE, QUICK);
    await again.meter.answer(`${TO_METER} ${AARQ}`, `${FROM_METER} ${AARE}`);
    await again.meter.answer(`${TO_METER} ${get('C1')}`, `${FROM_METER} ${voltage('C1')}`);
    (await second).should.eql(read(23636));
  });

  describe('where the meter hangs up at an association request', () => {
    const hangUpAt = async (form: string, end: (started: Started) => void): Promise<void> => {
      const started = await start();
      const asked = started.client.get(VOLTAGE, PATIENT);
      asked.catch(() => undefined);
      await started.meter.expect(`${form} ${AARQ}`);
      end(started);
      await asked.should.be.rejectedWith({ code: 'meter-not-connected' });
    };
    const byMeter = ({ meter }: Started): void => meter.hangUp();
    const byAnotherLink = ({ link }: Started): void => link.close('taken-over');

    it('twice in a row, it is asked by the other forms first from the next link on', async () => {
      await hangUpAt(IVY, byMeter);
      await hangUpAt(IVY, byMeter);
      const { meter, client } = await start();
      const asked = client.get(VOLTAGE, PATIENT);
      await meter.answer(`${TO_METER} ${AARQ}`, `${FROM_METER} ${AARE}`);
      await meter.answer(`${TO_METER} ${get('C1')}`, `${FROM_METER} ${voltage('C1')}`);
      (await asked).should.eql(read(23636));
    });

    it('at every form, none is tried forever', async () => {
      await hangUpAt(IVY, byMeter);
      await hangUpAt(IVY, byMeter);
      await hangUpAt(TO_METER, byMeter);
      await hangUpAt(TO_METER, byMeter);
      const { meter, client } = await start();
      client.get(VOLTAGE, PATIENT).catch(() => undefined);
      await meter.expect(SNRM);
    });

    it('nothing is held against a form that it grants in between', async () => {
      await hangUpAt(IVY, byMeter);
      const { meter, client } = await start();
      const asked = client.get(VOLTAGE, PATIENT);
      await associate(meter);
      await meter.answer(`${IVY} ${get('01')}`, `${IVY} ${voltage('01')}`);
      (await asked).should.eql(read(23636));
      await hangUpAt(IVY, byMeter);
      await hangUpAt(IVY, byMeter);
    });

    it('nothing is held against a form when its link ends otherwise', async () => {
      await hangUpAt(IVY, byAnotherLink);
      await hangUpAt(IVY, byAnotherLink);
      await hangUpAt(IVY, byAnotherLink);
    });
  });

  it('a silent meter is asked in each form once, within the time for one answer', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    const { meter, client } = await start();
    const asked = client.get(VOLTAGE, { priority: 'poll', timeout: 9_000 });
    asked.catch(() => undefined);
    await meter.expect(`${IVY} ${AARQ}`);
    mock.timers.tick(2_999);
    await settle();
    meter.received.should.equal('');
    mock.timers.tick(1);
    await meter.expect(`${TO_METER} ${AARQ}`);
    mock.timers.tick(3_000);
    await until(() => meter.received.length === 2 * SNRM_LENGTH);
    meter.received.should.startWith('7ea01e032193');
    meter.received = '';
    mock.timers.tick(3_000);
    await asked.should.be.rejectedWith({ code: 'association-failed' });
    await settle();
    meter.received.should.equal('');
  });

  it('a late answer to the first form is not taken for one to the textbook form', async () => {
    const { link, meter, client } = await start();
    const asked = client.get(VOLTAGE, { priority: 'poll', timeout: 150 });
    await meter.expect(`${IVY} ${AARQ}`);
    await meter.expect(`${TO_METER} ${AARQ}`);
    meter.send(`${IVY} ${AARE}`);
    await until(() => link.lateAnswers === 1);
    await settle();
    meter.received.should.equal('');
    meter.send(`${FROM_METER} ${AARE}`);
    await meter.answer(`${TO_METER} ${get('C1')}`, `${FROM_METER} ${voltage('C1')}`);
    (await asked).should.eql(read(23636));
  });

  it('a rejected association fails with the named diagnostic, and nothing is asked', async () => {
    const { meter, client } = await start();
    const asked = client.get(VOLTAGE, QUICK);
    asked.catch(() => undefined);
    await meter.answer(`${IVY} ${AARQ}`, `${IVY} ${CONTEXT_REFUSED}`);
    await meter.answer(`${TO_METER} ${AARQ}`, `${FROM_METER} ${CONTEXT_REFUSED}`);
    await asked.should.be.rejectedWith({
      code: 'association-failed',
      message: /application-context-name-not-supported/,
    });
    await settle();
    meter.received.should.equal('');
  });

  it('a meter that answers no association request fails with association-failed', async () => {
    const { client } = await start();
    await client.get(VOLTAGE, QUICK).should.be.rejectedWith({ code: 'association-failed' });
  });

  it('associates again once where the meter has lost the association', async () => {
    const { meter, client } = await start();
    const first = client.get(VOLTAGE, PATIENT);
    await associate(meter);
    await meter.answer(`${IVY} ${get('01')}`, `${IVY} ${voltage('01')}`);
    await first;
    const second = client.get(VOLTAGE, PATIENT);
    await meter.answer(`${IVY} ${get('02')}`, `${IVY} ${D8}`);
    await associate(meter);
    await meter.answer(`${IVY} ${get('03')}`, `${IVY} ${voltage('03')}`);
    (await second).should.eql(read(23636));
    const third = client.get(VOLTAGE, PATIENT);
    third.catch(() => undefined);
    await meter.answer(`${IVY} ${get('04')}`, `${IVY} ${D8}`);
    await associate(meter);
    await meter.answer(`${IVY} ${get('05')}`, `${IVY} ${D8}`);
    await third.should.be.rejectedWith({
      code: 'meter-refused',
      message: 'the meter answered service-not-allowed, operation-not-possible',
    });
  });

  it('releases an association of ours that the meter still holds, and asks again', async () => {
    const { meter, client } = await start();
    const asked = client.get(VOLTAGE, PATIENT);
    await meter.answer(`${IVY} ${AARQ}`, `${IVY} ${D8}`);
    await meter.answer(`${IVY} ${RLRQ}`, `${IVY} ${RLRE}`);
    await associate(meter);
    await meter.answer(`${IVY} ${get('01')}`, `${IVY} ${voltage('01')}`);
    (await asked).should.eql(read(23636));
  });

  it('a release that is not confirmed is no failure', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    const { meter, client } = await start();
    const first = client.get(VOLTAGE, PATIENT);
    await associate(meter);
    await meter.answer(`${IVY} ${get('01')}`, `${IVY} ${voltage('01')}`);
    await first;
    mock.timers.tick(1_000);
    await meter.expect(`${IVY} ${RLRQ}`);
    const second = client.get(VOLTAGE, PATIENT);
    await settle();
    mock.timers.tick(3_000);
    await associate(meter);
    await meter.answer(`${IVY} ${get('02')}`, `${IVY} ${voltage('02')}`);
    (await second).should.eql(read(23636));
  });

  it('is not released while others ask', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    const { meter, client } = await start();
    const first = client.get(VOLTAGE, PATIENT);
    const second = client.get(FREQUENCY_VALUE, PATIENT);
    await associate(meter);
    await meter.answer(`${IVY} ${get('01')}`, `${IVY} ${voltage('01')}`);
    await first;
    await meter.expect(`${IVY} ${get('02', FREQUENCY)}`);
    mock.timers.tick(2_000);
    meter.send(`${IVY} ${frequency('02')}`);
    await second;
    const third = client.get(VOLTAGE, PATIENT);
    await meter.answer(`${IVY} ${get('03')}`, `${IVY} ${voltage('03')}`);
    await third;
  });

  it('an answer with another invoke id resolves nothing', async () => {
    const { link, meter, client } = await start();
    const unsolicited: StreamItem[] = [];
    link.on('unsolicited', (item) => unsolicited.push(item));
    const asked = client.get(VOLTAGE, PATIENT);
    await associate(meter);
    await meter.answer(`${IVY} ${get('01')}`, `${IVY} ${frequency('02')}`);
    await until(() => unsolicited.length === 1);
    meter.send(`${IVY} ${voltage('01')}`);
    (await asked).should.eql(read(23636));
  });

  it('the late answer to a request that was given up is not taken for the next one', async () => {
    const { link, meter, client } = await start();
    const slow = client.get(VOLTAGE, QUICK);
    slow.catch(() => undefined);
    await associate(meter);
    await meter.expect(`${IVY} ${get('01')}`);
    await slow.should.be.rejectedWith({ code: 'command-timeout' });
    const next = client.get(FREQUENCY_VALUE, PATIENT);
    await meter.answer(
      `${IVY} ${get('02', FREQUENCY)}`,
      `${IVY} ${voltage('01')} ${IVY} ${frequency('02')}`,
    );
    (await next).should.eql(read(5004));
    link.lateAnswers.should.equal(1);
  });

  it('a refusal is an answer, by the name of the standard', async () => {
    const { meter, client } = await start();
    const asked = client.get(VOLTAGE, PATIENT);
    await associate(meter);
    await meter.answer(`${IVY} ${get('01')}`, `${IVY} 0005 C401010104`);
    (await asked).should.eql({ error: 'object-undefined' });
  });

  it('follows an answer in blocks to its end', async () => {
    const { meter, client } = await start();
    const asked = client.get(VOLTAGE, PATIENT);
    await associate(meter);
    await meter.answer(`${IVY} ${get('01')}`, `${IVY} 000D C402 01 00 00000001 00 03 060000`);
    await meter.answer(
      `${IVY} 0007 C002 01 00000001`,
      `${IVY} 000C C402 01 01 00000002 00 02 5C54`,
    );
    (await asked).should.eql(read(23636));
  });

  it('a block out of turn ends the transfer', async () => {
    const { meter, client } = await start();
    const asked = client.get(VOLTAGE, PATIENT);
    asked.catch(() => undefined);
    await associate(meter);
    await meter.answer(`${IVY} ${get('01')}`, `${IVY} 000D C402 01 00 00000002 00 03 060000`);
    await asked.should.be.rejectedWith({ code: 'meter-refused' });
  });

  it('joined blocks that are no data fail the request at once', async () => {
    const { meter, client } = await start();
    const asked = client.get(VOLTAGE, PATIENT);
    asked.catch(() => undefined);
    await associate(meter);
    await meter.answer(`${IVY} ${get('01')}`, `${IVY} 000D C402 01 01 00000001 00 03 060000`);
    await asked.should.be.rejectedWith({ code: 'truncated' });
  });

  it('an answer that cannot be decoded fails its request at once, not after the wait', async () => {
    const { meter, client } = await start();
    const asked = client.get(VOLTAGE, PATIENT);
    asked.catch(() => undefined);
    await associate(meter);
    await meter.answer(`${IVY} ${get('01')}`, `${IVY} 0006 C401 01 00 06 00`);
    await asked.should.be.rejectedWith({ name: 'FrameError', code: 'truncated' });
    const next = client.get(VOLTAGE, PATIENT);
    await meter.answer(`${IVY} ${get('02')}`, `${IVY} ${voltage('02')}`);
    (await next).should.eql(read(23636));
  });

  it('a push between request and answer is passed on, and the answer is still found', async () => {
    const { link, meter, client } = await start();
    const unsolicited: StreamItem[] = [];
    link.on('unsolicited', (item) => unsolicited.push(item));
    const asked = client.get(VOLTAGE, PATIENT);
    await associate(meter);
    const push = `${FROM_METER} ${EVENT}`;
    await meter.answer(`${IVY} ${get('01')}`, `${push} ${IVY} ${voltage('01')}`);
    (await asked).should.eql(read(23636));
    unsolicited.should.eql([{ kind: 'wrapper', octets: new Uint8Array(octets(push)) }]);
  });

  it('takes answers without wrapper, as an EM114070 sends them at times', async () => {
    const { meter, client } = await start();
    const asked = client.get(VOLTAGE, PATIENT);
    await associate(meter);
    await meter.answer(`${IVY} ${get('01')}`, 'C401 01 00 06 00005C54');
    (await asked).should.eql(read(23636));
  });

  it('has one association, however many ask at once', async () => {
    const { meter, client } = await start();
    const both = Promise.all([client.get(VOLTAGE, PATIENT), client.get(FREQUENCY_VALUE, PATIENT)]);
    await associate(meter);
    await meter.answer(`${IVY} ${get('01')}`, `${IVY} ${voltage('01')}`);
    await meter.answer(`${IVY} ${get('02', FREQUENCY)}`, `${IVY} ${frequency('02')}`);
    (await both).should.eql([read(23636), read(5004)]);
  });

  it('invoke ids go round from 1 to 15', async () => {
    const { meter, client } = await start();
    const all = Array.from({ length: 17 }, () => client.get(VOLTAGE, PATIENT));
    await associate(meter);
    for (let count = 0; count < 17; count++) {
      const invoke = ((count % 15) + 1).toString(16).padStart(2, '0');
      await meter.answer(`${IVY} ${get(invoke)}`, `${IVY} ${voltage(invoke)}`);
    }
    (await Promise.all(all)).length.should.equal(17);
  });

  it('keeps what it learned with the meter that it learned it of, and with no other', async () => {
    const { client } = await start();
    memory.set('scale', 7);
    const other = new Map<string, unknown>();
    client.remember(other);
    other.size.should.equal(0);
  });

  describe('with a password', () => {
    const lls = (secret: string): AssociationProfile => ({
      name: 'lls',
      client: 1,
      server: 1,
      transport: { kind: 'wrapper' },
      confirmed: true,
      highPriority: true,
      authentication: { mechanism: 'lls', secret: octets(secret) },
    });
    const aarq = (secret: string): string =>
      `${IVY} 0038 6036 A109060760857405080101 8A020780 8B0760857405080201 AC0A8008 ${secret}
       BE10 040E 01000000 06 5F1F0400 001E1D FFFF`;
    const PASSWORD = '3132333435363739';

    it('gives it in the association request', async () => {
      const { link, meter } = await line();
      const client = new DlmsClient(link, [lls(PASSWORD)]);
      const asked = client.get(VOLTAGE, PATIENT);
      await meter.answer(aarq(PASSWORD), `${IVY} ${AARE}`);
      await meter.answer(`${IVY} ${get('C1')}`, `${IVY} ${voltage('C1')}`);
      (await asked).should.eql(read(23636));
    });

    it('that is wrong fails with the reason that the meter names', async () => {
      const { link, meter } = await line();
      const client = new DlmsClient(link, [lls(PASSWORD)]);
      const asked = client.get(VOLTAGE, PATIENT);
      asked.catch(() => undefined);
      const refused = '0019 6117 A109060760857405080101 A203020101 A305A10302010D';
      await meter.answer(aarq(PASSWORD), `${IVY} ${refused}`);
      await asked.should.be.rejectedWith({
        code: 'association-failed',
        message: /authentication-failure/,
      });
    });

    it('that is found out later, the open association is released before the next one', async () => {
      const { meter, client } = await start();
      const first = client.get(VOLTAGE, PATIENT);
      await associate(meter);
      await meter.answer(`${IVY} ${get('01')}`, `${IVY} ${voltage('01')}`);
      await first;
      client.useProfiles([lls(PASSWORD)]);
      const second = client.get(VOLTAGE, PATIENT);
      await meter.answer(`${IVY} ${RLRQ}`, `${IVY} ${RLRE}`);
      await meter.answer(aarq(PASSWORD), `${IVY} ${AARE}`);
      await meter.answer(`${IVY} ${get('C2')}`, `${IVY} ${voltage('C2')}`);
      (await second).should.eql(read(23636));
    });
  });

  it('fails with meter-not-connected when the link closes', async () => {
    const { meter, client } = await start();
    const asked = client.get(VOLTAGE, PATIENT);
    asked.catch(() => undefined);
    await associate(meter);
    await meter.expect(`${IVY} ${get('01')}`);
    meter.hangUp();
    await asked.should.be.rejectedWith({ code: 'meter-not-connected' });
    await client.get(VOLTAGE, PATIENT).should.be.rejectedWith({ code: 'meter-not-connected' });
  });
});
