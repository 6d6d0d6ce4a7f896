import 'should';
import { mock } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Directory, type Link, type Meter } from '../../../src/link';
import { until } from './caller';
import { endLines, line } from './line';

/** What a directory tells, as text. */
function journal(directory: Directory): string[] {
  const told: string[] = [];
  directory.on('status', ({ id, state }, link) => told.push(`${id} ${state} ${link?.id}`));
  directory.on('event', ({ id }, event) => told.push(`${id} ${event}`));
  return told;
}

const serve = (directory: Directory, link: Link): Link =>
  link.on('closed', () => directory.linkClosed(link));

describe('the directory of meters', () => {
  let directory: Directory;
  let told: string[];

  beforeEach(() => {
    directory = new Directory();
    told = journal(directory);
  });

  afterEach(() => {
    mock.restoreAll();
    endLines();
    directory.close();
  });

  const dialIn = async (id: string, idleTimeout = 60_000) => {
    const { link, meter } = await line({ id, idleTimeout });
    return { link: serve(directory, link), caller: meter };
  };

  it('a new link takes over: the old one is closed, the meter stays online, one event says so', async () => {
    const old = await dialIn('old');
    directory.identify(old.link, { id: 'm', protocol: 'dlms' });
    const fresh = await dialIn('new');
    directory.identify(fresh.link, { id: 'm', protocol: 'dlms' });
    await until(() => old.caller.closed);
    told.should.eql(['m online old', 'm meter_connected', 'm online new', 'm meter_reconnected']);
    const meter = directory.find('m') as Meter;
    meter.state.should.equal('online');
    (meter.link as Link).should.equal(fresh.link);
    directory.onLink(old.link).should.eql([]);
  });

  it('the old link closing first is an offline and a return', async () => {
    const old = await dialIn('old');
    directory.identify(old.link, { id: 'm', protocol: 'dlms' });
    old.link.close('error');
    const fresh = await dialIn('new');
    directory.identify(fresh.link, { id: 'm', protocol: 'dlms' });
    told
      .slice(2)
      .should.eql(['m offline old', 'm meter_disconnected', 'm online new', 'm meter_reconnected']);
  });

  it('a meter that was silent on a dead link and dials in again has reconnected', async () => {
    const old = await dialIn('old', 400);
    directory.identify(old.link, { id: 'm', protocol: 'dlms' });
    await until(() => directory.find('m')?.state === 'unknown');
    const fresh = await dialIn('new');
    directory.identify(fresh.link, { id: 'm', protocol: 'dlms' });
    told.slice(2).should.eql(['m unknown old', 'm online new', 'm meter_reconnected']);
  });

  it('silence makes unknown after three quarters of the idle limit, then offline, each told once', async () => {
    const { link, caller } = await dialIn('one', 200);
    const chatter = setInterval(() => caller.send('55'), 20);
    directory.identify(link, { id: 'm', protocol: 'dlms' });
    const from = performance.now();
    await until(() => directory.find('m')?.state === 'unknown');
    (performance.now() - from).should.be.within(145, 1_000);
    await until(() => directory.find('m')?.state === 'offline');
    (performance.now() - from).should.be.within(195, 2_000);
    clearInterval(chatter);
    link.isClosed.should.equal(false);
    link.close('idle');
    told.should.eql([
      'm online one',
      'm meter_connected',
      'm unknown one',
      'm offline one',
      'm meter_disconnected',
    ]);
  });

  it('a frame of its own keeps a meter online, and brings it back', async () => {
    const { link, caller } = await dialIn('one', 120);
    const chatter = setInterval(() => caller.send('55'), 20);
    directory.identify(link, { id: 'm', protocol: 'dlms' });
    for (let count = 0; count < 5; count++) {
      await sleep(40);
      directory.heard(link, () => true);
    }
    told.length.should.equal(2);
    await until(() => directory.find('m')?.state === 'offline');
    directory.heard(link, () => true);
    clearInterval(chatter);
    told.slice(-2).should.eql(['m online one', 'm meter_reconnected']);
  });

  it('of several meters behind one link only the silent one goes', async () => {
    const { link, caller } = await dialIn('one', 120);
    const chatter = setInterval(() => {
      caller.send('55');
      directory.heard(link, ({ id }) => id !== 'b');
    }, 20);
    for (const id of ['a', 'b', 'c']) directory.identify(link, { id, protocol: 'dlt645' });
    await until(() => directory.find('b')?.state === 'offline');
    clearInterval(chatter);
    [...directory.meters()].map(({ state }) => state).should.eql(['online', 'offline', 'online']);
    directory.onLink(link).length.should.equal(3);
    directory.online.should.equal(2);
  });

  it('when a link closes, only the meters still reached through it go offline', async () => {
    const old = await dialIn('old');
    const fresh = await dialIn('new');
    for (const id of ['a', 'b']) directory.identify(old.link, { id, protocol: 'dlt645' });
    directory.identify(fresh.link, { id: 'a', protocol: 'dlt645' });
    old.link.isClosed.should.equal(false);
    old.link.close('idle');
    (directory.find('a') as Meter).state.should.equal('online');
    (directory.find('b') as Meter).state.should.equal('offline');
    told
      .filter((line) => line.startsWith('a'))
      .at(-1)
      ?.should.equal('a meter_reconnected');
  });

  it('the epoch is max(last + 1, now) at each change', async () => {
    const { link } = await dialIn('one');
    const epochs: number[] = [];
    directory.on('status', ({ epoch }) => epochs.push(epoch));
    // Mocked once: of a mock of a mock, only the outer one is restored.
    let now = 5_000;
    mock.method(Date, 'now', () => now);
    directory.identify(link, { id: 'm', protocol: 'dlms' });
    const next = await dialIn('two');
    directory.identify(next.link, { id: 'm', protocol: 'dlms' });
    now = 1_000;
    next.link.close('idle');
    now = 9_000;
    directory.identify((await dialIn('three')).link, { id: 'm', protocol: 'dlms' });
    epochs.should.eql([5_000, 5_001, 5_002, 9_000]);
  });

  it('a heartbeat does not say the protocol: what is known stays, and a change is told', async () => {
    const { link } = await dialIn('one');
    const reached: string[] = [];
    directory.on('reach', ({ protocol }) => reached.push(protocol));
    directory.identify(link, { id: 'm' });
    directory.identify(link, { id: 'm' });
    directory.identify(link, { id: 'm', protocol: 'dlt645' });
    directory.identify(link, { id: 'm' });
    directory.identify((await dialIn('two')).link, { id: 'm' });
    reached.should.eql(['dlms', 'dlt645', 'dlt645']);
    told.should.eql([
      'm online one',
      'm meter_connected',
      'm online one',
      'm online two',
      'm meter_reconnected',
    ]);
  });

  it('tells that a meter is out of reach also where it had been offline by silence', async () => {
    const { link, caller } = await dialIn('one', 60);
    const chatter = setInterval(() => caller.send('55'), 10);
    directory.identify(link, { id: 'm', protocol: 'dlms' });
    await until(() => directory.find('m')?.state === 'offline');
    clearInterval(chatter);
    const reached: unknown[] = [];
    directory.on('reach', (meter) => reached.push(meter.link));
    link.close('idle');
    reached.should.eql([undefined]);
  });

  it('beyond its bound it forgets the meter that left first', async () => {
    directory.close();
    directory = new Directory(3);
    const here = await dialIn('here');
    directory.identify(here.link, { id: 'stays', protocol: 'dlms' });
    for (const id of ['a', 'b']) {
      directory.identify((await dialIn(id)).link, { id, protocol: 'dlms' });
    }
    for (const id of ['b', 'a']) directory.find(id)?.link?.close('closed-by-meter');
    directory.identify((await dialIn('c')).link, { id: 'c', protocol: 'dlms' });
    [...directory.meters()].map(({ id }) => id).should.eql(['stays', 'a', 'c']);
  });

  it('what was learned of a meter outlives its links', async () => {
    const old = await dialIn('old');
    const met = directory.identify(old.link, { id: 'm', protocol: 'dlms' }) as Meter;
    met.memory.set('scale', 7);
    old.link.close('idle');
    const { link } = await dialIn('new');
    directory.identify(link, { id: 'm' })?.should.equal(met);
    (met.memory.get('scale') as number).should.equal(7);
  });

  it('five hundred takeovers leave one link, no timer and no offline', async () => {
    const before = process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    for (let count = 0; count < 500; count++) {
      const { link } = await dialIn(`${count}`);
      directory.identify(link, { id: 'm', protocol: 'dlms' });
    }
    told.filter((text) => text.includes('offline')).should.eql([]);
    told.filter((text) => text === 'm meter_reconnected').length.should.equal(499);
    const after = process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    // An idle limit of the link, a silence of the meter, and what the test runner has of its own.
    (after - before).should.be.belowOrEqual(5);
    directory.size.should.equal(1);
  }).timeout(20_000);
});
