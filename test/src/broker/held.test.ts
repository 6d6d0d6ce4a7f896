import 'should';
import { once } from 'node:events';
import type { BrokerEvent } from '../../../src/broker';
import { until } from '../../helpers/until';
import { closeAll, inbox, listeningBench, OPERATOR, settled } from './harness';

describe('a broker whose listeners have gone', () => {
  afterEach(closeAll);

  it('serves its clients, and keeps its events for the next listener', async () => {
    const { broker, events, client } = await listeningBench();
    const before = events.length;
    broker.hold();
    const one = await client({ clientId: 'one' });
    await settled(one);
    events.length.should.equal(before);
    const types: BrokerEvent['type'][] = [];
    broker.on('event', ({ type }) => types.push(type));
    types.should.eql([]);
    broker.release();
    types.slice(0, 2).should.eql(['clientConnected', 'subscribe']);
  });

  it('is not ready for other ports', async () => {
    const { broker } = await listeningBench();
    broker.configure({ port: 0 }).should.be.true();
    broker.configure({ port: 1 }).should.be.false();
    broker.configure({ port: 0, webSocketPort: 0 }).should.be.false();
    broker.configure({ port: 0, host: '127.0.0.2' }).should.be.false();
  });

  it('cuts under other rules who would not be admitted, and says why', async () => {
    const other = { username: 'other', password: 'one' };
    const { broker, client, lines } = await listeningBench({ users: [OPERATOR, other] });
    const [operator, changed, anonymous] = await Promise.all([
      client(OPERATOR),
      client(other),
      client(),
    ]);
    const closed = Promise.all([once(changed.stream, 'close'), once(anonymous.stream, 'close')]);
    const log = (line: string) => lines.push(line);
    const users = [OPERATOR, { ...other, password: 'two' }];
    broker.configure({ port: 0, users, requireAuthentication: true, log }).should.be.true();
    await closed;
    await settled(operator);
    await until(
      () => broker.state.clients === 1 || undefined,
      2_000,
      () => `${broker.state.clients} clients`,
    );
    lines.some((line) => /cut: wrong user name or password/.test(line)).should.be.true();
  });

  it('takes a name that nobody looked at for a wrong one, once there are users', async () => {
    const { broker, client } = await listeningBench();
    const named = await client(OPERATOR);
    const closed = once(named.stream, 'close');
    broker.configure({ port: 0, users: [OPERATOR] }).should.be.true();
    await closed;
  });

  it('lets anonymous clients publish below the new prefix, and not below the old one', async () => {
    const { broker, client } = await listeningBench({ prefix: 'old' });
    const anonymous = await client();
    await anonymous.subscribeAsync('#');
    broker.configure({ port: 0, prefix: 'ivy/v1' }).should.be.true();
    await anonymous.publishAsync('old/topic', 'refused', { qos: 1 });
    await anonymous.publishAsync('ivy/v1/topic', 'passed on', { qos: 1 });
    await settled(anonymous);
    inbox(anonymous).slice(0, 1).should.eql(['ivy/v1/topic passed on']);
  });
});
