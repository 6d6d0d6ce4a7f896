import should from 'should';
import { Dlt645Client } from '../../../src/client';
import type { Link } from '../../../src/link';
import { type CycleSummary, type DlmsRegister, Poller, readDlms } from '../../../src/polling';
import type { Reading } from '../../../src/telemetry';
import { settle, until } from '../link/caller';
import { TestGateway } from './test-gateway';

const ENERGY = '68 341200000000 68 91 08 33333333 9A785634 17 16';
const READ_VOLTAGE = '68 341200000000 68 11 04 33343435 FB 16';
const VOLTAGE = '68 341200000000 68 91 06 33343435 3855 0A 16';
const ONCE = { priority: 'command', timeout: 5_000, retries: 0 } as const;

const METERS = 2_000;
/** The one for tariff is answered without a scale. */
const REGISTERS: readonly DlmsRegister[] = [
  { classId: 3, obis: '1-0:12.7.0.255' },
  { classId: 1, obis: '0-0:96.14.0.255' },
];

/** Sockets and timers that keep the process busy. */
function handles(): number {
  const busy = process.getActiveResourcesInfo();
  return busy.filter((kind) => kind === 'Timeout' || kind.startsWith('TCP')).length;
}

describe('over a long time', () => {
  it('500 takeovers: 500 successful reads, one reconnection each, online at the end, nothing left', async () => {
    const before = handles();
    const test = await TestGateway.open();
    const listeners = test.gateway.directory.listenerCount('status');
    const links: Link[] = [];
    test.port.on('link', (link) => links.push(link));
    for (let count = 0; count < 500; count++) {
      const caller = await test.dial();
      caller.send(ENERGY);
      await until(() => test.gateway.directory.find('000000001234')?.link === links[count]);
      const asked = new Dlt645Client(links[count] as Link, '000000001234').read('02010100', ONCE);
      await caller.answer(READ_VOLTAGE, VOLTAGE);
      should((await asked).value).equal(220.5);
    }
    await until(() => test.port.links.size === 1);
    const story = test.story('000000001234');
    story.filter((event) => event === 'meter_reconnected').length.should.equal(499);
    story.filter((event) => event === 'offline').length.should.equal(0);
    should(story.at(-2)).equal('online');
    test.port.eventNames().length.should.be.below(10);
    test.gateway.directory.listenerCount('status').should.equal(listeners);
    await test.close();
    await until(() => handles() <= before + 2);
  }).timeout(60_000);

  it('2,000 meters are all polled, twice, and leave nothing behind', async () => {
    const before = handles();
    const test = await TestGateway.open();
    const simulator = test.simulator();
    for (let index = 0; index < METERS; index++) {
      simulator.addEm114070({ address: String(index + 1).padStart(12, '0') });
    }
    simulator.start();
    await until(() => test.gateway.directory.online === METERS);

    const { directory } = test.gateway;
    const listeners = directory.listenerCount('reach');
    const readings: Reading[] = [];
    const summaries: CycleSummary[] = [];
    const poller = new Poller(
      test.gateway.directory,
      {
        protocol: 'dlms',
        interval: undefined,
        registersOf: () => REGISTERS,
        nameOf: ({ obis }) => obis,
        read: readDlms(test.gateway, {
          timeout: 10_000,
          retries: 0,
          clockOf: () => ({}),
        }),
      },
      {
        readings: (some) => readings.push(...some),
        answer: () => undefined,
        failure: (failure) => should.fail(failure.code, 'no failure'),
        summary: (summary) => summaries.push(summary),
      },
    );
    for (let round = 1; round <= 2; round++) {
      poller.trigger(test.gateway.directory.meters(), () => REGISTERS).should.equal(METERS);
      await until(() => summaries.length === METERS * round);
    }
    readings.length.should.equal(METERS * 2 * REGISTERS.length);
    const voltages = readings.filter(({ register }) => register === 'VOLTAGE_TOTAL');
    new Set(voltages.map(({ value }) => value)).should.eql(new Set([236.36]));
    summaries.every(({ read, failed }) => read === 2 && failed === 0).should.equal(true);
    poller.statistics.failing.should.equal(0);

    poller.close();
    await test.close();
    await settle();
    await until(() => handles() <= before + 2);
    directory.listenerCount('reach').should.equal(listeners);
  }).timeout(60_000);
});
