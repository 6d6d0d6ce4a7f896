import 'should';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Publication } from '../../../src/telemetry';
import { run } from '../../helpers/program';
import { until } from '../link/caller';
import { TestGateway } from './test-gateway';

const HEARTBEAT = '00010001000100120a020c3331313530313131343037300d1234';
const METER = '311501114070';
const root = join(__dirname, '..', '..', '..');

/** A gateway with a port on which a meter has dialled in; then nobody listens any more. */
const HELD = `
  import { connect } from 'node:net';
  import { TestGateway } from './test/src/gateway/test-gateway';
  const test = await TestGateway.open();
  const meter = connect(test.portNumber, '127.0.0.1').unref();
  meter.write(Buffer.from('${HEARTBEAT}', 'hex'));
  await test.meter('${METER}');
  test.port.hold();
`;

describe('a meter port whose listeners have gone', () => {
  let test: TestGateway;
  let heard: Publication[];

  afterEach(() => test?.close());

  const open = async (options = {}): Promise<void> => {
    test = await TestGateway.open({}, options);
    heard = [];
  };

  it('lets a link with a frame that waits neither be read from nor be idle', async () => {
    await open({ connectionTimeout: 200 });
    const caller = await test.dial();
    await until(() => test.port.links.size === 1);
    const [link] = test.port.links;
    test.port.hold();
    caller.send(HEARTBEAT);
    await until(() => link?.bytesReceived === 26);
    caller.send(HEARTBEAT);
    await sleep(500);
    link?.bytesReceived.should.equal(26);
    link?.isClosed.should.be.false();
    test.port.on('life', (publication) => heard.push(publication));
    test.port.release();
    await until(() => link?.bytesReceived === 52);
    heard.length.should.be.above(0);
    await until(() => link?.isClosed === true);
  });

  it('applies another idle limit to links that are there', async () => {
    await open();
    const caller = await test.dial();
    caller.send(HEARTBEAT);
    const meter = await test.meter(METER);
    const { gateway, port } = test;
    gateway.ports.configure(port, { ...port.options, connectionTimeout: 200 }).should.be.true();
    await until(() => meter.state === 'unknown');
    await until(() => caller.closed);
    meter.state.should.equal('offline');
  });

  it('keeps no process running', async () => {
    const begun = Date.now();
    const tsx = join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs');
    await run(process.execPath, [tsx, '--input-type=module', '--eval', HELD], { cwd: root });
    (Date.now() - begun).should.be.below(10_000);
  }).timeout(15_000);
});
