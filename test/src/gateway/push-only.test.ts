import 'should';
import { Poller } from '../../../src/polling';
import { type Caller, until } from '../link/caller';
import { TestGateway } from './test-gateway';

const EM114070 = '311501114070';
const HEARTBEAT = '0001000100010012 0A020C 333131353031313134303730 0D0000';
const INTERVAL = 600;

describe('a meter that only pushes', () => {
  let test: TestGateway;

  beforeEach(async () => {
    test = await TestGateway.open({ identifyTimeout: 3_500 }, { pushInterval: INTERVAL });
  });

  afterEach(() => test.close());

  const push = async (): Promise<Caller> => {
    const caller = await test.dial();
    caller.send(HEARTBEAT);
    await until(
      () => test.gateway.directory.find(EM114070)?.link?.remotePort === caller.socket.localPort,
    );
    return caller;
  };

  it('stays online between pushes, also where it hangs up, and is told offline after three intervals', async () => {
    const from = performance.now();
    for (let count = 0; count < 3; count++) {
      (await push()).hangUp();
      await until(() => test.gateway.directory.find(EM114070)?.link === undefined);
    }
    const meter = await test.gateway.directory.find(EM114070);
    meter?.state.should.equal('online');
    await until(() => meter?.state === 'offline');
    (performance.now() - from).should.be.above(3 * INTERVAL);
    const statuses = ['online', 'meter_connected', 'online', 'online'];
    test.story(EM114070).should.eql([...statuses, 'offline', 'meter_disconnected']);
    (await push()).hangUp();
    test.story(EM114070).slice(-2).should.eql(['online', 'meter_reconnected']);
  });

  it('is not asked who it is', async () => {
    const silent = await test.dial();
    await until(() => silent.closed);
    silent.received.should.equal('');
  });

  it('is not polled, until its port is for meters that are asked', async () => {
    await push();
    const poller = new Poller(
      test.gateway.directory,
      {
        protocol: 'dlms',
        interval: undefined,
        registersOf: () => [],
        nameOf: String,
        read: () => Promise.reject(new Error('nobody is asked')),
      },
      {
        readings: () => undefined,
        answer: () => undefined,
        failure: () => undefined,
        summary: () => undefined,
      },
    );
    poller.statistics.meters.should.equal(0);
    const { pushInterval: _, ...options } = test.port.options;
    test.gateway.ports.configure(test.port, options).should.equal(true);
    poller.statistics.meters.should.equal(1);
    poller.close();
  });
});
