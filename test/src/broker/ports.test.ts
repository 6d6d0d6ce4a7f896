import 'should';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort, isFree } from '../../helpers/ports';
import { until } from '../../helpers/until';
import { bench, CONNACK, CONNECT, closeAll, listeningBench, untilClosed } from './harness';

afterEach(closeAll);

describe('a broker that starts', () => {
  it('serves within a second whom it accepted before it was ready', async () => {
    const started = performance.now();
    const { socket, event, events } = bench();
    await event('listening');
    const early = await socket();
    events.map(({ type }) => type).should.deepEqual(['listening']);
    early.write(CONNECT);
    const [answer] = await once(early, 'data');
    answer.toString('hex').should.equal(CONNACK);
    (performance.now() - started).should.be.below(1_000);
  });

  it('forgets who left before it was ready', async () => {
    const { socket, event, events, client } = bench();
    await event('listening');
    (await socket()).destroy();
    await client();
    await event('clientConnected');
    events.map(({ type }) => type).should.deepEqual(['listening', 'clientConnected']);
  });

  it('tells its ports and clients', async () => {
    const { broker, client, webSocketClient } = await listeningBench({
      webSocketPort: 0,
      users: [{ username: 'a', password: 'b' }],
    });
    await client();
    await webSocketClient({ username: 'a', password: 'b' });
    await until(
      () => broker.state.clients === 2 || undefined,
      1_000,
      () => 'not both',
    );
    broker.state.closed.should.be.false();
    Object.keys(broker.state.ports).should.deepEqual(['mqtt', 'websocket']);
  });
});

describe('a port that is taken', () => {
  it('is tried again after one second, then two, until it is free', async function () {
    this.timeout(6_000);
    const port = await freePort();
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    const { broker, events, event, client, lines } = bench({ port });
    const retries = () => events.filter(({ type }) => type === 'retrying');
    const second = () => retries()[1];
    await until(second, 2_000, () => JSON.stringify(events));
    const error = `listen EADDRINUSE: address already in use 127.0.0.1:${port}`;
    const retrying = { type: 'retrying', transport: 'mqtt', port, error };
    retries().should.deepEqual([
      { ...retrying, delay: 1_000 },
      { ...retrying, delay: 2_000 },
    ]);
    lines.should.deepEqual([`port ${port}: ${error}; trying again in 1 s`]);
    broker.state.ports.should.deepEqual({});
    other.close();
    (await event('listening')).should.deepEqual({ type: 'listening', transport: 'mqtt', port });
    await client();
  });

  it('is not tried again once the broker is closed', async () => {
    const port = await freePort();
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    const { broker, event } = bench({ port });
    await event('retrying');
    await broker.close();
    other.close();
    await once(other, 'close');
    await delay(1_100);
    (await isFree(port)).should.be.true();
  });

  it('does not keep the other port from working', async () => {
    const port = await freePort();
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    const { client, event } = bench({ webSocketPort: port });
    (await event('listening')).transport.should.equal('mqtt');
    (await event('retrying')).transport.should.equal('websocket');
    await client();
    other.close();
  });
});

describe('a broker that closes', () => {
  it('ends within a second with a hundred connections, half of which never said a word', async () => {
    const { broker, socket, port, event } = await listeningBench();
    const taken = port();
    const sockets = await Promise.all(Array.from({ length: 100 }, socket));
    for (const talking of sockets.slice(0, 50)) {
      const id = sockets.indexOf(talking).toString().padStart(3, '0');
      talking.write(Buffer.concat([CONNECT.subarray(0, -3), Buffer.from(id)]));
    }
    await until(
      () => broker.state.clients === 50 || undefined,
      2_000,
      () => 'not all connected',
    );
    const began = performance.now();
    await broker.close();
    (performance.now() - began).should.be.below(1_000);
    (await isFree(taken)).should.be.true();
    broker.state.should.deepEqual({ ports: {}, clients: 0, closed: true });
    await event('closed');
    await Promise.all(sockets.map(untilClosed));
  });

  it('ends WebSockets and half-sent HTTP requests too', async () => {
    const { broker, webSocketClient, port } = await listeningBench({
      webSocketPort: 0,
      users: [{ username: 'a', password: 'b' }],
    });
    const taken = port('websocket');
    const client = await webSocketClient({ username: 'a', password: 'b' });
    const closed = new Promise<void>((resolve) => client.once('close', () => resolve()));
    const half = connect(taken, '127.0.0.1');
    await once(half, 'connect');
    half.write('GET / HTTP/1.1\r\nHost: ');
    await delay(20);
    const began = performance.now();
    await broker.close();
    await Promise.all([closed, untilClosed(half)]);
    (performance.now() - began).should.be.below(1_000);
    (await isFree(taken)).should.be.true();
  });

  it('may do so at once after its construction, and more than once', async () => {
    const port = await freePort();
    const { broker, events } = bench({ port });
    await Promise.all([broker.close(), broker.close()]);
    await broker.close();
    (await isFree(port)).should.be.true();
    events.filter(({ type }) => type === 'closed').length.should.equal(1);
  });

  it('counts no client that was connecting just then', async () => {
    const { broker, socket, events } = await listeningBench();
    const raw = await socket();
    raw.write(CONNECT);
    await once(raw, 'data');
    await broker.close();
    await delay(50);
    broker.state.clients.should.equal(0);
    const count = (type: string) => events.filter((event) => event.type === type).length;
    count('clientConnected').should.equal(count('clientDisconnected'));
  });

  it('leaves its port to a successor', async () => {
    const port = await freePort();
    for (let round = 0; round < 3; round += 1) {
      const { broker, client, events, event } = bench({ port });
      await event('listening');
      await client();
      await broker.close();
      events.filter(({ type }) => type === 'retrying').should.be.empty();
    }
  });
});

describe('a listener', () => {
  it('that throws harms neither the broker nor its clients', async () => {
    const { broker, client, lines } = await listeningBench();
    broker.on('event', () => {
      throw new Error('oops');
    });
    const one = await client();
    await one.publishAsync('ivy/v1/x', '', { qos: 1 });
    one.connected.should.be.true();
    lines.should.deepEqual(['a listener for event failed: Error: oops']);
  });
});
