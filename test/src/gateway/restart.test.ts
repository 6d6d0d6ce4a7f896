import { cp } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import should from 'should';
import { Failure, type Meter } from '../../../src/link';
import type { Publication } from '../../../src/telemetry';
import { until } from '../link/caller';
import { newFolder, open as openStore, tidyUp } from '../store/folder';
import { TestGateway } from './test-gateway';

const HEARTBEAT = '00010001000100120a020c3331313530313131343037300d1234';
const METER = '311501114070';
const ZERO = '00010001000100120a020c3030303030303030303030300d1234';

interface Status {
  readonly [name: string]: unknown;
  readonly state: string;
  readonly epoch: number;
  readonly link: string;
}

describe('a gateway that is started again', () => {
  let folder: string;
  let test: TestGateway;

  beforeEach(async () => {
    folder = await newFolder();
    test = await TestGateway.open({ folder, identifyTimeout: 600 });
  });

  afterEach(async () => {
    await test.close();
    await tidyUp();
  });

  /** Goes on from what is on disk: who is closed in order tells its meters to be offline first. */
  const startAgain = async (options = {}): Promise<void> => {
    await test.gateway.hold();
    const left = await newFolder();
    await cp(folder, left, { recursive: true });
    await test.close();
    folder = left;
    test = await TestGateway.open({ folder, identifyTimeout: 600, ...options });
  };

  const statuses = (): Status[] =>
    test.life.flatMap(({ topic, payload }) =>
      topic === `ivy/v1/meters/${METER}/status` ? [payload as Status] : [],
    );

  const meet = async (heartbeat = HEARTBEAT, id = METER): Promise<void> => {
    const caller = await test.dial();
    caller.send(heartbeat);
    await test.meter(id);
  };

  it('has its meters as unknown, then as offline, with ever higher epochs', async () => {
    await meet();
    const [online] = statuses();
    await startAgain();
    await until(() => test.story(METER).includes('meter_disconnected'));
    test.story(METER).should.eql(['unknown', 'offline', 'meter_disconnected']);
    const [unknown, offline] = statuses();
    should(unknown).containEql({ online: false, protocol: 'dlms', gateway: 'gw' });
    should(unknown).not.have.property('ip');
    should(unknown?.epoch).be.above(online?.epoch ?? Number.NaN);
    should(offline?.epoch).be.above(unknown?.epoch ?? Number.NaN);
    should(unknown?.link).be.a.String();
    should(unknown?.link).not.equal(online?.link);
  });

  it('has met a meter again that dials in, and never tells it to be unknown', async () => {
    await meet();
    await startAgain();
    await meet();
    test.story(METER).should.eql(['online', 'meter_reconnected']);
    await sleep(1_500);
    test.story(METER).should.eql(['online', 'meter_reconnected']);
  });

  it('raises no event for a meter that had left before', async () => {
    await meet();
    for (const link of test.port.links) link.close('error');
    await startAgain();
    await until(() => test.story(METER).includes('offline'));
    test.story(METER).should.eql(['unknown', 'offline']);
    await meet();
    test.story(METER).should.eql(['unknown', 'offline', 'online', 'meter_reconnected']);
  });

  it('knows what was learned of a meter', async () => {
    await meet();
    test.gateway.directory.find(METER)?.memory.set('scale:1-0:32.7.0.255', { scaler: -1 });
    await startAgain();
    const { memory } = test.gateway.directory.find(METER) as Meter;
    should(memory.get('scale:1-0:32.7.0.255')).eql({ scaler: -1 });
  });

  it('knows when a meter was last heard', async () => {
    await meet();
    const { lastSeen } = await test.meter(METER);
    lastSeen.should.be.within(Date.now() - 1_000, Date.now());
    await startAgain();
    should(test.gateway.directory.find(METER)?.lastSeen).equal(lastSeen);
  });

  it('knows nothing of ids that it had made up', async () => {
    await startAgain({ zeroAddress: 'use_ip' });
    await meet(ZERO, 'auto_127_0_0_1');
    await startAgain();
    [...test.gateway.directory.meters()].should.eql([]);
  });

  it('tells all statuses once more when asked', async () => {
    await meet();
    await startAgain();
    await until(() => statuses().length === 1);
    test.gateway.tellStatuses();
    statuses()
      .map(({ state }) => state)
      .should.eql(['unknown', 'unknown']);
    should(statuses()[1]?.epoch).equal(statuses()[0]?.epoch);
  });
});

describe('what a gateway tells of meters', () => {
  let test: TestGateway;

  afterEach(async () => {
    await test.close();
    await tidyUp();
  });

  const ears = (port: TestGateway['port']): string[] => {
    const heard: string[] = [];
    port.on('life', ({ topic, payload }: Publication) => {
      const { state, event } = payload as { state?: string; event?: string };
      heard.push(`${topic.split('/')[3]} ${state ?? event}`);
    });
    return heard;
  };

  const secondPort = (): TestGateway['port'] => test.gateway.ports.add({ ...test.port.options });

  it('of a meter that has not called goes out at one port alone', async () => {
    const folder = await newFolder();
    const store = await openStore(folder);
    const known = { address: 'm', protocol: 'dlms', epoch: 1, lastSeen: 1 } as const;
    store.meters.remember({ id: 'm', state: 'online', ...known });
    await store.close();
    test = await TestGateway.open({ folder, identifyTimeout: 600 });
    const second = secondPort();
    const heard = ears(second);
    second.release();
    await until(() => test.story('m').includes('meter_disconnected'));
    heard.should.eql([]);
  });

  it('waits for the next port where the only one is closed', async () => {
    test = await TestGateway.open();
    const caller = await test.dial();
    caller.send(HEARTBEAT);
    await test.meter(METER);
    test.port.hold();
    caller.send(ZERO);
    await test.meter('000000000000');
    test.port.close();
    const next = secondPort();
    const heard = ears(next);
    heard.should.eql([]);
    next.release();
    heard.should.eql([
      '000000000000 online',
      '000000000000 meter_connected',
      '311501114070 offline',
      '311501114070 meter_disconnected',
      '000000000000 offline',
      '000000000000 meter_disconnected',
    ]);
  });
});

describe('a gateway without a folder', () => {
  let test: TestGateway;

  afterEach(() => test.close());

  it('says that nothing outlasts a restart, and lets nothing begin that must', async () => {
    const log: string[] = [];
    test = await TestGateway.open({ log: (line) => log.push(line) });
    const { gateway } = test;
    gateway.store.durable.should.be.false();
    log.should.eql(['nothing will be remembered over a restart: there is no folder for it']);
    should(() => gateway.expectDurable()).throw(Failure, {
      code: 'storage-failed',
      message: 'nothing outlasts a restart: there is no folder for it',
    });
  });
});
