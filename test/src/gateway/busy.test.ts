import 'should';
import { connect } from 'node:net';
import { type Caller, until } from '../link/caller';
import { TestGateway } from './test-gateway';

const HEARTBEAT = Buffer.from('00010001000100120a020c3331313530313131343037300d1234', 'hex');
const MOST_UNIDENTIFIED = 1_000;
/** ms after which an unidentified link counts as silent, and some. */
const BUSY = 2_500;

describe('a process that was busy', () => {
  let test: TestGateway;

  beforeEach(async () => {
    test = await TestGateway.open();
  });
  afterEach(() => test.close());

  it('takes no link for silent whose octets it has not read yet', async () => {
    const callers: Caller[] = [];
    for (let count = 0; count < MOST_UNIDENTIFIED; count++) callers.push(await test.dial());
    await until(() => test.port.links.size === MOST_UNIDENTIFIED);
    // The newcomer is accepted before the others' octets are read: it came before they did.
    const newcomer = connect(test.portNumber, '127.0.0.1').on('error', () => undefined);
    await new Promise(process.nextTick);
    for (const [index, { socket }] of callers.entries()) {
      const own = Buffer.from(HEARTBEAT);
      own.write(String(index).padStart(12, '0'), 11, 'latin1');
      socket.write(own);
    }
    const free = performance.now() + BUSY;
    while (performance.now() < free);
    await until(() => test.gateway.directory.online === MOST_UNIDENTIFIED);
    callers.filter(({ closed }) => closed).length.should.equal(0);
    newcomer.destroy();
  }).timeout(30_000);
});
