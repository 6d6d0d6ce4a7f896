import 'should';
import { expectQuietTime, isZoneError } from '../../../src/command/clock/clock-rules';
import { endRigs, OPEN, Rig } from './rig';

const METER = '000000001234';
const DLMS = '360000000001';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('when a clock may be set', () => {
  const at = (time: string): number => Date.parse(`2026-03-10T${time}Z`);
  const says = (time: string, closing = {}): string => {
    try {
      expectQuietTime([at(time)], closing);
      return 'quiet';
    } catch (error) {
      return (error as Error).message;
    }
  };

  for (const [time, closing, what] of [
    ['00:04:59', {}, 'midnight'],
    ['23:55:01', {}, 'midnight'],
    ['00:05:00', {}, 'quiet'],
    ['10:31:00', { interval: 30 }, 'an interval of 30 minutes'],
    ['10:56:00', { interval: 30 }, 'an interval of 30 minutes'],
    ['10:40:00', { interval: 30 }, 'quiet'],
    ['10:07:00', { interval: 15 }, 'quiet'],
    ['10:31:00', { interval: 5 }, 'quiet'],
    ['08:03:00', { billingHour: 8 }, 'a billing period'],
    ['07:57:00', { billingHour: 8 }, 'a billing period'],
    ['08:06:00', { billingHour: 8 }, 'quiet'],
  ] as const) {
    it(`${time} ${JSON.stringify(closing)}: ${what}`, () => {
      says(time, closing).endsWith(what).should.be.true(says(time, closing));
    });
  }

  it('a drift of whole hours is a matter of zones, any other is not', () => {
    for (const drift of [HOUR, -8 * HOUR, 8 * HOUR + 90_000, 14 * HOUR]) {
      isZoneError(drift).should.be.true();
    }
    for (const drift of [0, 90_000, 30 * MINUTE, 8 * HOUR + 10 * MINUTE, 2_400 * HOUR]) {
      isZoneError(drift).should.be.false();
    }
  });
});

describe('set_clock', () => {
  afterEach(endRigs);

  /** One in which it is neither night nor midnight now. */
  const zone = new Date().getUTCHours() < 12 ? 'Etc/GMT-8' : 'Etc/GMT+8';
  const offset = zone === 'Etc/GMT-8' ? 8 : -8;
  const localTime = (): string => new Date(Date.now() + offset * HOUR).toISOString().slice(0, 19);

  async function rigWith(timezone: string | undefined, registers = {}): Promise<Rig> {
    const rig = await Rig.open({ ...OPEN, ...(timezone && { timezone }) });
    const simulator = rig.simulator();
    simulator.addDlt645Meter({ address: METER, registers });
    // Without profiles there is no interval near whose ends no clock is set.
    simulator.addDlmsMeter({ address: DLMS, profiles: false });
    simulator.start();
    await rig.online(METER, DLMS);
    return rig;
  }

  const set = (rig: Rig, meterId: string, mode: string) =>
    rig.ask(meterId, { id: mode, method: 'set_clock', params: { mode } }, { channel: 'write' });

  function near(text: unknown): void {
    (Math.abs(Date.parse(`${text}Z`) - Date.parse(`${localTime()}Z`)) / 1_000).should.be.below(10);
  }

  it('writes a DL/T 645 meter the time of its zone, date and time', async () => {
    const rig = await rigWith(zone);
    const { success, result } = await set(rig, METER, 'write');
    success.should.be.true();
    result.should.have.properties({ mode: 'write', before: '2026-01-30T10:30:45' });
    near(result.after);
  });

  it('writes a DLMS meter the time of its zone, with its deviation', async () => {
    const rig = await rigWith(zone);
    const { success, result } = await set(rig, DLMS, 'write');
    success.should.be.true();
    near(String(result.after).slice(0, 19));
    String(result.after)
      .slice(19)
      .should.equal(offset === 8 ? '+08:00' : '-08:00');
  });

  it('without a known zone a DL/T 645 clock is not set', async () => {
    const rig = await rigWith(undefined);
    (await set(rig, METER, 'write')).should.have.properties({ code: 'not-supported' });
  });

  it('a broadcast is not followed farther than five minutes, and not sent', async () => {
    const rig = await rigWith(zone);
    (await set(rig, METER, 'broadcast')).should.have.properties({ code: 'interlock' });
    rig.requests.filter((octets) => octets.includes('6808')).should.be.empty();
  });

  it('a clock that is whole hours off is a zone error, and left alone', async () => {
    const wrong = new Date(Date.now() + (offset - 3) * HOUR);
    const [, yy, mm, dd] = /^..(..)-(..)-(..)/.exec(wrong.toISOString()) ?? [];
    const [, hh, min, ss] = /T(..):(..):(..)/.exec(wrong.toISOString()) ?? [];
    const rig = await rigWith(zone, {
      '04000101': `00${dd}${mm}${yy}`,
      '04000102': `${ss}${min}${hh}`,
      '0400010C': `${ss}${min}${hh}00${dd}${mm}${yy}`,
    });
    (await set(rig, METER, 'write')).should.have.properties({ success: false, code: 'zone-error' });
    rig.requests.filter((octets) => octets.includes('6814')).should.be.empty();
  });

  it('modes of the other protocol are not supported', async () => {
    const rig = await rigWith(zone);
    (await set(rig, METER, 'adjust')).should.have.properties({ code: 'not-supported' });
    (await set(rig, DLMS, 'broadcast')).should.have.properties({ code: 'not-supported' });
  });
});
