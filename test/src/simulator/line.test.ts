import should from 'should';
import {
  demoMeters,
  type LineOptions,
  type SimulatedMeter,
  Simulator,
} from '../../../src/simulator';
import { type Link, TestGateway, until } from './gateway';

const READ_ENERGY = '6834120000000068110433333333f716';
const ENERGY = '68341200000000689108333333339a7856341716';
const HEARTBEAT = '00010001000100120a020c3030303030303030303030300d0000';
const AARQ = '000100010001001f601da109060760857405080101be10040e01000000065f1f0400001e1dffff';
const AARE =
  '000100010001002b6129a109060760857405080101a203020100a305a103020100be10040e0800065f1f040000181d04000007';

describe("a simulated meter's line", () => {
  let gateway: TestGateway;

  beforeEach(async () => {
    gateway = await TestGateway.listen();
  });
  afterEach(() => gateway.close());

  async function dialIn(options: LineOptions): Promise<{ meter: SimulatedMeter; link: Link }> {
    const simulator = gateway.simulator();
    const meter = simulator.addDlt645Meter({ jitter: 0, ...options });
    simulator.start();
    return { meter, link: await gateway.link() };
  }

  it('can delay an answer', async () => {
    const { link } = await dialIn({ delay: 50 });
    const asked = performance.now();
    (await link.ask(READ_ENERGY, 20)).should.equal(ENERGY);
    (performance.now() - asked).should.be.aboveOrEqual(49);
  });

  it('can split an answer, one segment after another', async () => {
    const { link } = await dialIn({ split: 7, gap: 15 });
    (await link.ask(READ_ENERGY + READ_ENERGY, 40)).should.equal(ENERGY + ENERGY);
    link.segments.slice(0, 2).should.eql([ENERGY.slice(0, 14), ENERGY.slice(14, 28)]);
  });

  it('can make noise in front of an answer, the same for the same seed', async () => {
    const noises: string[] = [];
    for (const seed of [7, 7, 8]) {
      const simulator = gateway.simulator({ seed });
      simulator.addDlt645Meter({ noise: 6 });
      simulator.start();
      const link = await gateway.link(noises.length);
      const answer = await link.ask(READ_ENERGY, 26);
      answer.should.endWith(ENERGY);
      noises.push(answer.slice(0, 12));
    }
    should(noises[0]).equal(noises[1]);
    should(noises[0]).not.equal(noises[2]);
  });

  it('can make the noise that it is told', async () => {
    const { link } = await dialIn({ noise: '0d 0a 68' });
    (await link.ask(READ_ENERGY, 23)).should.equal(`0d0a68${ENERGY}`);
  });

  it('can glue a heartbeat to an answer', async () => {
    const simulator = gateway.simulator();
    simulator.addEm114070({ glue: 'greeting' });
    simulator.start();
    const link = await gateway.link();
    await link.take(26);
    link.segments.length = 0;
    link.send(AARQ);
    await until(() => link.segments.length > 0);
    link.segments.should.eql([HEARTBEAT + AARE]);
  });

  it('can glue a push to an answer', async () => {
    const { link } = await dialIn({ glue: 'push' });
    link.send(READ_ENERGY);
    await until(() => link.segments.length > 0);
    link.segments.should.eql([ENERGY + ENERGY]);
  });

  it('can lose every second answer', async () => {
    const { link, meter } = await dialIn({ loseEvery: 2 });
    await link.ask(READ_ENERGY, 20);
    link.send(READ_ENERGY);
    (await link.leftover()).should.equal('');
    (await link.ask(READ_ENERGY, 20)).should.equal(ENERGY);
    meter.counters.should.containEql({ request: 3, answer: 2, unanswered: 1 });
  });

  it('closes after so many answers, and dials in again', async () => {
    const { link, meter } = await dialIn({ dropAfter: 2, redial: 20 });
    (await link.ask(READ_ENERGY + READ_ENERGY, 40)).should.equal(ENERGY + ENERGY);
    const again = await gateway.link(1);
    link.closed.should.be.true();
    (await again.ask(READ_ENERGY, 20)).should.equal(ENERGY);
    meter.counters.should.containEql({ connected: 2, closed: 1 });
  });

  it('dials in again when the gateway closes', async () => {
    const { link } = await dialIn({ redial: 10 });
    link.socket.destroy();
    (await (await gateway.link(1)).ask(READ_ENERGY, 20)).should.equal(ENERGY);
  });

  it('can stay away once it was closed', async () => {
    const { link, meter } = await dialIn({ redial: false });
    link.socket.destroy();
    await until(() => meter.counters.closed === 1);
    await link.leftover();
    gateway.links.length.should.equal(1);
  });

  it('forgets its association with the connection', async () => {
    const simulator = gateway.simulator();
    const meter = simulator.addEm114070({ redial: 1, jitter: 0 });
    simulator.start();
    const link = await gateway.link();
    await link.take(26);
    await link.ask(AARQ, 51);
    meter.hangUp();
    const again = await gateway.link(1);
    await again.take(26);
    (await again.ask(AARQ, 51)).should.equal(AARE);
  });

  it('can stop answering while its heartbeats go on', async () => {
    const simulator = gateway.simulator();
    const meter = simulator.addEm114070({ heartbeatEvery: 10 });
    simulator.start();
    const link = await gateway.link();
    await link.take(26);
    meter.silence(true);
    (await link.ask(AARQ, 52)).should.equal(HEARTBEAT + HEARTBEAT);
    meter.details('request').should.eql([AARQ]);
    meter.counters.should.containEql({ answer: 0, unanswered: 1 });
  });

  it('can fall silent altogether, and speak again', async () => {
    const simulator = gateway.simulator();
    const meter = simulator.addEm114070({ heartbeatEvery: 10, silent: 'all' });
    simulator.start();
    const link = await gateway.link();
    (await link.leftover()).should.equal('');
    meter.silence(false);
    (await link.take(26)).should.equal(HEARTBEAT);
  });

  it('moves the voltage a little when told to, but not what a test has set', async () => {
    const simulator = gateway.simulator();
    const meter = simulator.addDlt645Meter({ moveEvery: 5 });
    simulator.start();
    const link = await gateway.link();
    const read = '6834120000000068110433343435fb16';
    const still = '683412000000006891063334343538550a16';
    let voltage = still;
    while (voltage === still) voltage = await link.ask(read, 18);
    meter.setValue('02010100', 2205);
    await link.leftover();
    (await link.ask(read, 18)).should.equal(still);
  });

  it('tells what it heard and what it really sent', async () => {
    const events: string[] = [];
    const log = ({ meter, kind, detail }: { meter: string; kind: string; detail: string }) =>
      events.push(`${meter} ${kind} ${detail}`);
    const simulator = gateway.simulator({ log });
    const meter = simulator.addDlt645Meter();
    simulator.start();
    const link = await gateway.link();
    await link.ask(READ_ENERGY, 20);
    meter.push();
    await link.take(20);
    events.should.eql([
      '000000001234 connected ',
      `000000001234 request ${READ_ENERGY}`,
      `000000001234 answer ${ENERGY}`,
      `000000001234 push ${ENERGY}`,
    ]);
    meter.events.length.should.equal(4);
  });

  it('remembers no more events than it was told', async () => {
    const simulator = gateway.simulator({ history: 3 });
    const meter = simulator.addDlt645Meter();
    simulator.start();
    const link = await gateway.link();
    for (let count = 0; count < 5; count++) await link.ask(READ_ENERGY, 20);
    meter.events.length.should.equal(3);
    meter.counters.answer.should.equal(5);
  });

  it('counts a dial-in that nobody takes, and tries again', async () => {
    const simulator = new Simulator({ port: gateway.port });
    await gateway.close();
    const meter = simulator.addEm114070({ redial: 5, jitter: 0 });
    simulator.start();
    await until(() => meter.counters.refused >= 2);
    meter.details('refused').should.containEql('ECONNREFUSED');
    await simulator.close();
    gateway = await TestGateway.listen();
  });

  it('is gone for good when the simulator closes', async () => {
    const simulator = gateway.simulator();
    const meter = simulator.addEm114070({ redial: 1, jitter: 0, delay: 20, heartbeatEvery: 5 });
    simulator.start();
    const link = await gateway.link();
    link.send(AARQ);
    await until(() => meter.counters.request === 1);
    await simulator.close();
    await link.leftover();
    meter.connected.should.be.false();
    meter.counters.answer.should.equal(0);
    gateway.links.length.should.equal(1);
  });

  it('dials in at once when it is added to a running simulator', async () => {
    const simulator = gateway.simulator();
    simulator.start();
    simulator.addEm114070();
    (await (await gateway.link()).take(26)).should.equal(HEARTBEAT);
  });

  it('is one of the five of the demonstration', async () => {
    const simulator = gateway.simulator();
    const meters = demoMeters(simulator);
    simulator.start();
    await gateway.link(4);
    meters
      .map(({ id }) => id)
      .should.eql([
        ...['311501114070', '311501114071', '360000000001'],
        ...['000000001234', '000000005678'],
      ]);
  });

  it('is one of a thousand in one process', async () => {
    const simulator = gateway.simulator({ spread: 200 });
    for (let index = 0; index < 1000; index++) simulator.addEm114070();
    simulator.start();
    await gateway.link(999);
    await until(() => gateway.links.every(({ received }) => received === HEARTBEAT));
  });
});
