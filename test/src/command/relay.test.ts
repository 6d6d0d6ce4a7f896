import 'should';
import type { Dlt645MeterOptions, SimulatedMeter } from '../../../src/simulator';
import { until } from '../link/caller';
import { endRigs, OPEN, Rig, type RigOptions } from './rig';

const METER = '000000001234';
const DLMS = '360000000001';

/** Orders that a DL/T 645 meter got. */
function orders(meter: SimulatedMeter): number {
  return meter.details('request').filter((octets) => octets.slice(14, 20) === '681c10').length;
}

async function withMeter(
  options: Dlt645MeterOptions = {},
  rigOptions: RigOptions = {},
): Promise<{ rig: Rig; meter: SimulatedMeter }> {
  const rig = await Rig.open({ ...OPEN, ...rigOptions });
  const simulator = rig.simulator();
  const meter = simulator.addDlt645Meter({ address: METER, ...options });
  simulator.start();
  await rig.online(METER);
  return { rig, meter };
}

describe('a relay of a DL/T 645 meter', () => {
  afterEach(endRigs);

  it('opens and closes, read back as asked', async () => {
    const { rig } = await withMeter();
    (await rig.relay(METER, 'open', 1)).should.have.properties({ success: true, id: 1 });
    const { result } = await rig.ask(METER, { id: 2, method: 'read_relay_state' });
    result.should.have.properties({ relay_state: 'open' });
    const closed = await rig.relay(METER, 'close', 3);
    closed.result.should.have.properties({ relay_state: 'close', confirmed: true });
  });

  it('gets the standard layout: level, password, operator, N1, N2 and until when', async () => {
    // Level 02, password 123456 as printed, operator 12345678; the meter's clock and 5 minutes: 10:35:45.
    const { rig, meter } = await withMeter(
      { password: '02563412' },
      { meterPassword: '02123456', operatorCode: '12345678' },
    );
    (await rig.relay(METER, 'open')).success.should.be.true();
    const sent = meter.details('request').find((octets) => octets.slice(14, 20) === '681c10') ?? '';
    plain(sent.slice(20, -4)).should.equal('02563412785634121a00453510300126');
  });

  it('a meter with a password of its own is switched with that', async () => {
    const { rig } = await withMeter(
      { password: '02563412' },
      { meterPassword: '00999999', keys: { [METER]: { meterPassword: '02123456' } } },
    );
    (await rig.relay(METER, 'open')).result.should.have.properties({ confirmed: true });
  });

  for (const [state, n1] of [
    ['close', '1c'],
    ['permit', '1b'],
  ] as const) {
    it(`"${state}" is N1 = ${n1}H`, async () => {
      const { rig, meter } = await withMeter({ registers: { '04000503': '5000' } });
      await rig.relay(METER, 'open', 0);
      void rig.relay(METER, state);
      await until(() => orders(meter) === 1);
      const sent = meter.details('request').find((octets) => octets.slice(14, 20) === '681c10');
      plain(sent?.slice(36, 38) ?? '').should.equal(n1);
    });
  }

  it('already as asked: nothing is sent', async () => {
    const { rig, meter } = await withMeter();
    const { success, result } = await rig.relay(METER, 'close');
    success.should.be.true();
    result.should.have.properties({ relay_state: 'close', unchanged: true });
    orders(meter).should.equal(0);
  });

  it('a refusal is meter-refused, in the words of the standard', async () => {
    const { rig } = await withMeter({ relay: 'refuses' });
    const refused = await rig.relay(METER, 'open');
    refused.should.have.properties({ success: false, code: 'meter-refused' });
    String(refused.error).should.match(/password|authorised/);
  });

  it('a wrong password is meter-refused', async () => {
    const { rig } = await withMeter({ password: '02563412' });
    (await rig.relay(METER, 'open')).should.have.properties({
      success: false,
      code: 'meter-refused',
    });
  });

  it('accepted and unchanged after three looks: not-confirmed', async () => {
    const { rig, meter } = await withMeter({ relay: 'stuck' }, { lookEvery: 150 });
    const started = performance.now();
    (await rig.relay(METER, 'open')).should.have.properties({
      success: false,
      code: 'not-confirmed',
    });
    (performance.now() - started).should.be.aboveOrEqual(290);
    orders(meter).should.equal(1);
  });

  it('accepted and armed for the button: success that is not confirmed, state ready', async () => {
    const { rig } = await withMeter({ relay: 'button' });
    await rig.relay(METER, 'open', 1);
    const { success, result } = await rig.relay(METER, 'close', 2);
    success.should.be.true();
    result.should.have.properties({ relay_state: 'ready', confirmed: false });
  });

  it('a lost answer is a success only where the relay reads back changed', async () => {
    const { rig, meter } = await withMeter({}, { timeout: 200 });
    rig.onRequest = (octets) => meter.silence(octets.includes('681c10'));
    const { success, result } = await rig.relay(METER, 'open');
    success.should.be.true();
    result.should.have.properties({ relay_state: 'open', confirmed: true });
    orders(meter).should.equal(1);
  });

  it('a meter that falls silent after the order: uncertain, and it is sent once', async () => {
    const { rig, meter } = await withMeter({}, { timeout: 200 });
    rig.onRequest = (octets) => {
      if (octets.includes('681c10')) meter.silence(true);
    };
    (await rig.relay(METER, 'open')).should.have.properties({ success: false, code: 'uncertain' });
    orders(meter).should.equal(1);
  });

  it('a meter that was silent before: command-timeout, and nothing is sent', async () => {
    const { rig, meter } = await withMeter({}, { timeout: 200 });
    await rig.ask(METER, { id: 0, method: 'read_relay_state' });
    meter.silence(true);
    (await rig.relay(METER, 'open')).should.have.properties({
      success: false,
      code: 'command-timeout',
    });
    orders(meter).should.equal(0);
  });

  it('a meter that is not there is not waited for', async () => {
    const { rig } = await withMeter();
    (await rig.relay('000000009999', 'open')).should.have.properties({
      success: false,
      code: 'meter-not-connected',
    });
  });

  it('other states are refused before anything happens', async () => {
    const { rig, meter } = await withMeter();
    for (const state of ['OPEN', 'toggle', '']) {
      (await rig.relay(METER, state)).should.have.properties({
        code: 'invalid-request',
        error: 'Invalid relay state (must be "open" or "close" or "permit")',
      });
    }
    orders(meter).should.equal(0);
  });

  it('a gateway on UTC switches a meter on UTC+8, and one whose clock is wrong', async () => {
    for (const time of ['453010', '000000', '595923']) {
      const { rig } = await withMeter({
        registers: { '04000102': time, '0400010C': `${time}05300126` },
      });
      (await rig.relay(METER, 'open')).result.should.have.properties({ confirmed: true });
      await endRigs();
    }
  });
});

describe('a relay of a DLMS meter', () => {
  afterEach(endRigs);

  async function withDlms(controlMode: 0 | 1 | 4) {
    const rig = await Rig.open(OPEN);
    const simulator = rig.simulator();
    const meter = simulator.addDlmsMeter({ address: DLMS, controlMode });
    simulator.start();
    await rig.online(DLMS);
    return { rig, meter };
  }

  it('opens and closes, with the meter’s own states', async () => {
    const { rig, meter } = await withDlms(4);
    (await rig.relay(DLMS, 'open', 1)).result.should.have.properties({
      relay_state: 'open',
      output_state: false,
      control_state: 0,
      confirmed: true,
      protocol: 'dlms',
    });
    (await rig.relay(DLMS, 'close', 2)).result.should.have.properties({
      relay_state: 'close',
      output_state: true,
      control_state: 1,
    });
    const actions = meter.details('request').filter((octets) => octets.includes('c301'));
    actions
      .map((octets) => octets.slice(-30))
      .should.match([/^c301..0046000060030aff01010f00$/, /^c301..0046000060030aff02010f00$/]);
  });

  it('where somebody has to be there, "close" only arms: ready, not confirmed', async () => {
    const { rig } = await withDlms(1);
    await rig.relay(DLMS, 'open', 1);
    for (const [id, state] of [
      ['c', 'close'],
      ['o', 'open'],
      ['p', 'permit'],
    ] as const) {
      const { success, result } = await rig.relay(DLMS, state, id);
      success.should.be.true();
      const expected = state === 'close' ? { confirmed: false } : { confirmed: true };
      result.should.have.properties({
        relay_state: state === 'open' ? 'open' : 'ready',
        ...expected,
      });
    }
  });

  it('where it would close at once, "permit" is not sent', async () => {
    const { rig, meter } = await withDlms(4);
    await rig.relay(DLMS, 'open', 1);
    (await rig.relay(DLMS, 'permit', 2)).should.have.properties({
      success: false,
      code: 'not-supported',
    });
    meter
      .details('request')
      .filter((octets) => octets.includes('c301'))
      .length.should.equal(1);
  });

  it('a refusal is meter-refused by the name of the standard', async () => {
    const { rig } = await withDlms(0);
    (await rig.relay(DLMS, 'open')).should.have.properties({
      success: false,
      code: 'meter-refused',
      error: 'DLMS ACTION failed: other-reason',
    });
  });
});

function plain(hex: string): string {
  return Buffer.from(Buffer.from(hex, 'hex').map((octet) => octet - 0x33)).toString('hex');
}
