import 'should';
import { once } from 'node:events';
import { connect } from 'node:net';
import { GATEWAY } from '../../helpers/certificates';
import { until } from '../link/caller';
import { TestGateway } from './test-gateway';

const HEARTBEAT = '00010001000100120a020c3331313530313131343037300d1234';
const METER = '311501114070';

describe('the statistics of a port', () => {
  const opened: TestGateway[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((test) => test.close()));
  });

  async function open(...options: Parameters<typeof TestGateway.open>): Promise<TestGateway> {
    const test = await TestGateway.open(...options);
    opened.push(test);
    return test;
  }

  it('begin with nothing', async () => {
    const { port } = await open();
    port.statistics.should.eql({
      links: 0,
      accepted: 0,
      closed: {},
      refused: {},
      failed: 0,
      lateAnswers: 0,
      bytesReceived: 0,
      bytesSent: 0,
    });
  });

  it('count links, why they were closed, and the octets of those that are gone too', async () => {
    const test = await open();
    const { port, gateway } = test;
    const first = await test.dial();
    first.send(HEARTBEAT);
    (await test.meter(METER)).link?.write(Buffer.from('0a02', 'hex'));
    await first.expect('0a02');
    const second = await test.dial();
    second.send(HEARTBEAT);
    await until(() => port.statistics.closed['taken-over'] === 1);
    gateway.directory.find(METER)?.link?.close('disconnected');
    await test.dial();
    await until(() => port.statistics.accepted === 3);
    port.statistics.should.containEql({
      links: 1,
      closed: { 'taken-over': 1, disconnected: 1 },
      bytesReceived: 52,
      bytesSent: 2,
    });
  });

  it('count who was not let in, by why', async () => {
    const test = await open({}, { tls: { ...GATEWAY }, maxConnections: 1 });
    const plain = connect(test.portNumber, '127.0.0.1').resume();
    plain.on('error', () => undefined);
    plain.write('GET /');
    await once(plain, 'close');
    await until(() => test.port.statistics.refused.tls === 1);
    await test.dial();
    await test.dial();
    await until(() => test.port.statistics.refused.connections === 1);
    test.port.statistics.should.containEql({ accepted: 0, refused: { tls: 1, connections: 1 } });
  });

  it('go on over a time in which nobody listens', async () => {
    const test = await open();
    await test.dial();
    await until(() => test.port.links.size === 1);
    test.port.hold();
    await test.dial();
    await until(() => test.port.statistics.accepted === 2);
    test.port.release();
    test.port.statistics.should.containEql({ links: 2, accepted: 2 });
  });

  it('are of each port by itself', async () => {
    const test = await open();
    const other = test.gateway.ports.add({ ...test.port.options });
    other.release();
    await until(() => other.state.name === 'listening');
    await test.dial();
    await until(() => test.port.statistics.accepted === 1);
    other.statistics.accepted.should.equal(0);
    [...test.gateway.ports].should.eql([test.port, other]);
  });
});
