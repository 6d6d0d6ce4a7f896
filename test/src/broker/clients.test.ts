import 'should';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { parseUsers } from '../../../src/broker';
import { until } from '../../helpers/until';
import {
  bench,
  CONNACK,
  CONNECT,
  closeAll,
  inbox,
  listeningBench,
  OPERATOR,
  settled,
  untilClosed,
} from './harness';

const users = parseUsers('operator:pa:ss');
const RELAY = 'ivy/v1/meters/1/command/relay';

afterEach(closeAll);

describe('a client that connects', () => {
  it('is served anonymously from this machine', async () => {
    const { client, event } = await listeningBench();
    await client({ clientId: 'reader' });
    (await event('clientConnected')).should.deepEqual({
      type: 'clientConnected',
      clientId: 'reader',
      ip: '127.0.0.1',
      transport: 'mqtt',
    });
  });

  it('is refused with return code 5 where its password is wrong', async () => {
    const { client, events, lines } = await listeningBench({ users });
    const wrong = { clientId: 'thief', username: 'operator', password: 'pa' };
    await client(wrong).should.be.rejectedWith({ code: 5 });
    await client(wrong).should.be.rejectedWith({ code: 5 });
    events
      .filter(({ type }) => type !== 'listening')
      .should.deepEqual([
        ...Array(2).fill({
          type: 'refused',
          action: 'connect',
          clientId: 'thief',
          ip: '127.0.0.1',
          reason: 'wrong user name or password',
        }),
      ]);
    lines.should.deepEqual([
      'connect refused: wrong user name or password (client "thief" from 127.0.0.1)',
    ]);
  });

  it('is refused without a user where authentication is required, and served with one', async () => {
    const { client, event } = await listeningBench({ users, requireAuthentication: true });
    await client().should.be.rejectedWith({ code: 5 });
    await client(OPERATOR);
    (await event('clientConnected')).should.have.property('username', 'operator');
  });

  it('needs a user over WebSocket, even from this machine', async () => {
    const { webSocketClient, event } = await listeningBench({ users, webSocketPort: 0 });
    await webSocketClient().should.be.rejectedWith({ code: 5 });
    await webSocketClient(OPERATOR);
    (await event('clientConnected')).should.have.properties({
      transport: 'websocket',
      username: 'operator',
    });
  });

  it('over WebSocket comes from an allowed origin, or from no page at all', async () => {
    const origins = ['https://meters.example'];
    const { webSocketClient } = await listeningBench({ users, webSocketPort: 0, origins });
    await webSocketClient(OPERATOR);
    const from = (origin: string) =>
      webSocketClient({ ...OPERATOR, clientId: origin, wsOptions: { origin } });
    await from('https://meters.example');
    await from('https://elsewhere.example').should.be.rejected();
  });

  it('takes over from one of the same id', async () => {
    const { client, broker } = await listeningBench();
    const first = await client({ clientId: 'same' });
    const closed = new Promise<void>((resolve) => first.once('close', () => resolve()));
    await client({ clientId: 'same' });
    await closed;
    broker.state.clients.should.equal(1);
  });
});

describe('required authentication', () => {
  it('without users is an error, since nobody could connect', () => {
    (() => bench({ requireAuthentication: true })).should.throw(
      'authentication is required, but there are no users',
    );
  });
});

describe('a message', () => {
  it('reaches those who subscribed, and whoever listens to the broker', async () => {
    const { client, broker } = await listeningBench();
    const published: object[] = [];
    broker.on('publish', (publication) => published.push(publication));
    const reader = await client();
    const messages = inbox(reader);
    await reader.subscribeAsync('ivy/v1/meters/+/telemetry', { qos: 1 });
    const writer = await client({ clientId: 'writer' });
    await writer.publishAsync('ivy/v1/meters/1/telemetry', '{}', { qos: 1 });
    await until(
      () => messages[0],
      1_000,
      () => 'no message',
    );
    messages.should.deepEqual(['ivy/v1/meters/1/telemetry {}']);
    published.should.deepEqual([
      {
        topic: 'ivy/v1/meters/1/telemetry',
        payload: Buffer.from('{}'),
        qos: 1,
        retain: false,
        clientId: 'writer',
      },
    ]);
  });

  it('that is refused reaches nobody, is acknowledged all the same and cuts no connection', async () => {
    const { client, events, lines } = await listeningBench();
    const one = await client({ clientId: 'one' });
    const messages = inbox(one);
    await one.subscribeAsync('#', { qos: 2 });
    for (const qos of [0, 1, 2] as const) await one.publishAsync(RELAY, 'open', { qos });
    await settled(one);
    one.connected.should.be.true();
    messages.filter((message) => !message.startsWith('ivy/v1/settled')).should.deepEqual([]);
    events
      .filter(({ type }) => type === 'refused')
      .should.deepEqual(
        Array(3).fill({
          type: 'refused',
          action: 'publish',
          clientId: 'one',
          ip: '127.0.0.1',
          topic: RELAY,
          reason: 'anonymous clients neither write nor switch',
        }),
      );
    lines.length.should.equal(1);
  });

  it('of a user may switch', async () => {
    const { client } = await listeningBench({ users });
    const one = await client(OPERATOR);
    const messages = inbox(one);
    await one.subscribeAsync('ivy/v1/meters/+/command/#');
    await one.publishAsync(RELAY, 'open', { qos: 1 });
    await until(
      () => messages[0],
      1_000,
      () => 'no message',
    );
  });

  it('as a last will follows the same rules', async () => {
    const { client, event } = await listeningBench();
    const reader = await client();
    const messages = inbox(reader);
    await reader.subscribeAsync('#');
    for (const topic of [RELAY, 'ivy/v1/gateways/g/status']) {
      const will = { topic, payload: Buffer.from('x'), qos: 1 as const, retain: false };
      const dying = await client({ clientId: `dying ${topic}`, will });
      dying.stream.destroy();
    }
    await until(
      () => messages[0],
      1_000,
      () => 'no will',
    );
    messages.should.deepEqual(['ivy/v1/gateways/g/status x']);
    (await event('refused')).should.have.properties({ action: 'publish', topic: RELAY });
  });
});

describe('a subscription', () => {
  it('that is refused gets 80H, and the others of its packet are granted', async () => {
    const { socket, event } = await listeningBench();
    const raw = await socket();
    const answers: Buffer[] = [];
    raw.on('data', (octets) => answers.push(octets));
    raw.write(CONNECT);
    // SUBSCRIBE 7: "$SYS/#" at QoS 1, "a" at QoS 1.
    raw.write(Buffer.from('820f0007' + '0006245359532f2301' + '00016101', 'hex'));
    const answer = () => Buffer.concat(answers).toString('hex');
    await until(() => answer().length >= 20 || undefined, 1_000, answer);
    answer().should.equal(`${CONNACK}900400078001`);
    (await event('subscribe')).subscriptions.should.deepEqual([{ topic: 'a', qos: 1 }]);
  });

  it('may cover requests, as back ends that watch everything have it', async () => {
    const { client } = await listeningBench();
    const one = await client();
    (await one.subscribeAsync('#')).should.deepEqual([{ topic: '#', qos: 0 }]);
  });

  it('is told of with its end', async () => {
    const { client, event } = await listeningBench();
    const one = await client();
    await one.subscribeAsync('a');
    await one.unsubscribeAsync('a');
    (await event('unsubscribe')).topics.should.deepEqual(['a']);
  });

  it('is refused beyond the limit, until another is given up', async () => {
    const { client } = await listeningBench({ limits: { maxFilters: 2 } });
    const one = await client();
    await one.subscribeAsync(['a', 'b']);
    await one.subscribeAsync('c').should.be.rejected();
    await one.subscribeAsync('a');
    await one.unsubscribeAsync('a');
    await one.subscribeAsync('c');
  });
});

describe('a retained message', () => {
  it('is kept for who comes later', async () => {
    const { client } = await listeningBench();
    await (await client()).publishAsync('ivy/v1/meters/1/status', 'x', { qos: 1, retain: true });
    const late = await client();
    const messages = inbox(late);
    await late.subscribeAsync('#');
    await until(
      () => messages[0],
      1_000,
      () => 'no message',
    );
    messages.should.deepEqual(['ivy/v1/meters/1/status x']);
  });

  it('is refused where it asks for something, and so neither delivered nor kept', async () => {
    const { client } = await listeningBench({ users });
    const one = await client(OPERATOR);
    const messages = inbox(one);
    await one.subscribeAsync('#');
    await one.publishAsync(RELAY, 'open', { qos: 1, retain: true });
    const late = await client();
    const lateMessages = inbox(late);
    await late.subscribeAsync('ivy/v1/meters/#');
    await settled(late);
    [...messages, ...lateMessages].filter((message) => message.startsWith(RELAY)).should.be.empty();
  });

  it('finds no room beyond the limit; one that is cleared makes room', async () => {
    const { client } = await listeningBench({ limits: { maxRetained: 2 } });
    const one = await client();
    const retain = (topic: string, payload: string) =>
      one.publishAsync(`ivy/v1/${topic}`, payload, { qos: 1, retain: true });
    await retain('a', '1');
    await retain('b', '1');
    await retain('c', '1');
    await retain('a', '');
    await retain('d', '1');
    const messages = inbox(one);
    await one.subscribeAsync('#');
    await delay(50);
    messages.should.deepEqual(['ivy/v1/b 1', 'ivy/v1/d 1']);
  });
});

describe('a session that outlives its connection', () => {
  const back = { clientId: 'back', clean: false };

  it('gets what came meanwhile, but no request', async () => {
    const { client } = await listeningBench({ users });
    const first = await client(back);
    await first.subscribeAsync('ivy/v1/meters/#', { qos: 2 });
    await first.endAsync();
    const writer = await client(OPERATOR);
    for (const qos of [1, 2] as const) {
      await writer.publishAsync(RELAY, 'open', { qos });
      await writer.publishAsync('ivy/v1/meters/1/telemetry', `at ${qos}`, { qos });
    }
    const again = await client(back);
    await settled(again);
    inbox(again)
      .filter((message) => message.startsWith('ivy/v1/meters'))
      .should.deepEqual(['ivy/v1/meters/1/telemetry at 1', 'ivy/v1/meters/1/telemetry at 2']);
  });

  it('gets requests while it is connected, at every quality of service', async () => {
    const { client } = await listeningBench({ users });
    const one = await client(back);
    const messages = inbox(one);
    await one.subscribeAsync('ivy/v1/meters/#', { qos: 2 });
    const writer = await client(OPERATOR);
    for (const qos of [0, 1, 2] as const) await writer.publishAsync(RELAY, `at ${qos}`, { qos });
    await until(
      () => messages[2],
      1_000,
      () => messages.join(),
    );
    await settled(one);
    one.connected.should.be.true();
    messages.slice(0, 3).should.deepEqual([`${RELAY} at 0`, `${RELAY} at 1`, `${RELAY} at 2`]);
  });

  it('keeps no more than the limit', async () => {
    const { client } = await listeningBench({ limits: { maxQueued: 2 } });
    const first = await client(back);
    await first.subscribeAsync('ivy/v1/#', { qos: 1 });
    await first.endAsync();
    const writer = await client();
    for (const n of [1, 2, 3]) await writer.publishAsync('ivy/v1/x', `${n}`, { qos: 1 });
    const again = await client(back);
    const messages = inbox(again);
    await until(
      () => messages[1],
      1_000,
      () => messages.join(),
    );
    await writer.publishAsync('ivy/v1/x', '4', { qos: 1 });
    await until(
      () => messages[2],
      1_000,
      () => messages.join(),
    );
    messages.should.deepEqual(['ivy/v1/x 1', 'ivy/v1/x 2', 'ivy/v1/x 4']);
  });

  it('is not kept beyond the limit of sessions', async () => {
    const { socket } = await listeningBench({ limits: { maxSessions: 1 } });
    const answers = async (clientId: string) => {
      const raw = await socket();
      const answer = untilClosed(raw);
      // CONNECT without clean session; SUBSCRIBE 7: "a" at QoS 1; DISCONNECT.
      raw.write(Buffer.from(`100d00044d5154540400003c0001${clientId}`, 'hex'));
      await once(raw, 'data');
      raw.write(Buffer.from('8206000700016101', 'hex'));
      await once(raw, 'data');
      raw.write(Buffer.from('e000', 'hex'));
      return answer;
    };
    (await answers('61')).should.equal('20020000' + '9003000701');
    (await answers('62')).should.equal('20020000' + '9003000701');
    (await answers('61')).should.equal('20020100' + '9003000701');
    (await answers('62')).should.equal('20020000' + '9003000701');
  });
});
