import { randomBytes } from 'node:crypto';
import should from 'should';
import { until } from '../link/caller';
import { TestGateway } from './test-gateway';

const HEARTBEAT = '00010001000100120a020c3331313530313131343037300d1234';
const METER = '311501114070';
const VOLTAGE = { classId: 3, obis: '1-0:12.7.0.255', attribute: 2 };

describe('a flood of garbage', () => {
  let test: TestGateway;
  afterEach(() => test.close());

  it('ends with its link, and a good meter is read meanwhile', async () => {
    test = await TestGateway.open();
    const meter = test.simulator().addEm114070({ address: METER });
    meter.dial();
    const known = await test.meter(METER);
    const floods = await Promise.all(Array.from({ length: 8 }, () => test.dial()));
    for (const { socket } of floods) socket.write(randomBytes(1 << 20));
    const client = test.gateway.dlmsClient(known);
    should(await client?.get(VOLTAGE, { priority: 'command', timeout: 4_000 })).have.property(
      'data',
    );
    await until(() => floods.every(({ closed }) => closed));
    test.port.statistics.closed.should.eql({ noise: 8 });
    known.state.should.equal('online');
  });

  it('by one that was a meter before closes its link too', async () => {
    test = await TestGateway.open();
    const caller = await test.dial();
    caller.send(HEARTBEAT);
    await test.meter(METER);
    caller.socket.write(randomBytes(1 << 20));
    await until(() => caller.closed);
    test.story(METER).should.eql(['online', 'meter_connected', 'offline', 'meter_disconnected']);
  });
});
