import 'should';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { until } from '../../helpers/until';
import { CONNECT, closeAll, inbox, listeningBench, settled, untilClosed } from './harness';

const text = (value: string) => {
  const octets = Buffer.from(value);
  return Buffer.concat([Buffer.from([octets.length >> 8, octets.length & 0xff]), octets]);
};

/** A packet of up to 2,097,151 octets after its fixed header. */
const packet = (header: number, ...parts: readonly Buffer[]) => {
  const body = Buffer.concat(parts);
  const [low, middle, high] = [0, 7, 14].map((bits) => (body.length >> bits) & 0x7f);
  const length = [(low ?? 0) | 0x80, (middle ?? 0) | 0x80, high ?? 0];
  return Buffer.concat([Buffer.from([header, ...length]), body]);
};

/** Until the socket takes more, or never will. */
const writable = (socket: Socket) =>
  new Promise<void>((resolve) => {
    socket.once('drain', resolve);
    socket.once('close', () => resolve());
  });

afterEach(closeAll);

describe('hostile clients', () => {
  it('of the ids that JavaScript objects inherit are clients like any other', async () => {
    const { client, broker } = await listeningBench();
    for (const clientId of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      for (const clean of [true, false]) {
        const one = await client({ clientId, clean });
        await one.subscribeAsync('__proto__/constructor', { qos: 1 });
        await settled(one);
        await one.endAsync();
      }
    }
    await until(
      () => broker.state.clients === 0 || undefined,
      1_000,
      () => 'not all gone',
    );
  });

  it('with topics of over a hundred levels are cut, and nobody else', async () => {
    const { client, event } = await listeningBench();
    const other = await client();
    const deep = '/'.repeat(200);
    for (const attempt of ['publish', 'subscribe', 'unsubscribe'] as const) {
      const one = await client();
      const closed = new Promise<void>((resolve) => one.once('close', () => resolve()));
      one.on('error', () => undefined);
      if (attempt === 'publish') one.publish(`ivy/v1${deep}`, 'x');
      else one[attempt](deep, () => undefined);
      await closed;
    }
    const will = {
      topic: `ivy/v1${deep}`,
      payload: Buffer.from('x'),
      retain: true,
      qos: 1 as const,
    };
    (await client({ will })).stream.destroy();
    await event('clientError');
    await settled(other);
  });

  it('that say something else than CONNECT are cut at once', async () => {
    const { socket, client, lines } = await listeningBench();
    for (const greeting of ['GET / HTTP/1.1\r\n\r\n', '\0', '\x30\x00', '\x16\x03\x01']) {
      const raw = await socket();
      raw.write(greeting, 'latin1');
      (await untilClosed(raw)).should.equal('');
    }
    lines.should.deepEqual([
      'client cut: the first packet is no CONNECT (client "" from 127.0.0.1)',
    ]);
    await client();
  });

  it('that announce a packet of 100 MB are cut when they announce it', async () => {
    const { socket, client } = await listeningBench();
    const before = process.memoryUsage().rss;
    for (let type = 1; type <= 14; type += 1) {
      const raw = await socket();
      raw.write(CONNECT);
      raw.write(Buffer.from([type << 4, 0x80, 0xc2, 0xd7, 0x2f]));
      const body = Buffer.alloc(1_000_000);
      for (let megabyte = 0; megabyte < 100 && !raw.destroyed; megabyte += 1) {
        if (!raw.write(body)) await writable(raw);
      }
      await untilClosed(raw);
    }
    (process.memoryUsage().rss - before).should.be.below(50_000_000);
    await client();
  });

  it('that never finish their CONNECT are cut after the time for it', async () => {
    const { socket, client } = await listeningBench({ limits: { connectTimeout: 200 } });
    const began = performance.now();
    const silent = await socket();
    const slow = await socket();
    const trickle = setInterval(() => slow.write(Buffer.from([0x10])), 50);
    slow.once('close', () => clearInterval(trickle));
    await Promise.all([untilClosed(silent), untilClosed(slow)]);
    (performance.now() - began).should.be.within(150, 1_000);
    await client();
  });

  it('that never finish their HTTP request, or say no MQTT after it, are cut likewise', async () => {
    const { port } = await listeningBench({ webSocketPort: 0, limits: { connectTimeout: 200 } });
    const began = performance.now();
    const upgrade =
      'GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n';
    const answers = [upgrade, `${upgrade}\r\n`].map((request) => {
      const socket = connect(port('websocket'), '127.0.0.1');
      socket.write(request);
      return untilClosed(socket);
    });
    const [unfinished = '', silent = ''] = await Promise.all(answers);
    Buffer.from(unfinished, 'hex').toString().should.startWith('HTTP/1.1 408 ');
    Buffer.from(silent, 'hex').toString().should.startWith('HTTP/1.1 101 ');
    (performance.now() - began).should.be.within(150, 1_500);
  });

  it('are turned away where there are too many, until some leave', async () => {
    const { socket, client, lines } = await listeningBench({ limits: { maxConnections: 2 } });
    const first = await socket();
    await socket();
    (await untilClosed(await socket())).should.equal('');
    lines.should.deepEqual(['a connection was turned away: there are too many']);
    first.destroy();
    await delay(50);
    await client();
  });

  it('that subscribe to thousands of filters in one packet hold up nobody', async () => {
    const { socket, client } = await listeningBench();
    const keeping = Buffer.from('100d00044d5154540400003c000173', 'hex');
    const filters = Array.from({ length: 8_000 }, (_, n) =>
      Buffer.concat([text(n.toString(36)), Buffer.from([1])]),
    );
    const raw = await socket();
    raw.write(keeping);
    await once(raw, 'data');
    const began = performance.now();
    raw.write(packet(0x82, Buffer.from([0, 7]), ...filters));
    await once(raw, 'data');
    await settled(await client());
    (performance.now() - began).should.be.below(4_000);
  });

  it('that send random packets end neither the broker nor other connections', async function () {
    this.timeout(30_000);
    const { socket, client } = await listeningBench({ limits: { connectTimeout: 500 } });
    const other = await client();
    const octets = fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes));
    const packets = fc.array(
      fc.record({ header: fc.integer({ min: 0, max: 255 }), body: octets }),
      { minLength: 1, maxLength: 20 },
    );
    await fc.assert(
      fc.asyncProperty(packets, async (sent) => {
        const raw = await socket();
        raw.write(CONNECT);
        for (const { header, body } of sent) raw.write(packet(header, body));
        raw.end();
        await untilClosed(raw);
      }),
      { numRuns: 300 },
    );
    await settled(other);
  });

  it('that send well-formed packets in any order end neither the broker nor other connections', async function () {
    this.timeout(30_000);
    const { socket, client } = await listeningBench();
    const other = await client();
    const topic = fc
      .array(fc.constantFrom('', 'a', '+', '#', '$SYS', 'ivy', 'v1', '__proto__'), {
        minLength: 1,
        maxLength: 4,
      })
      .map((levels) => text(levels.join('/')));
    const id = fc.integer({ min: 0, max: 3 }).map((n) => Buffer.from([0, n]));
    const sent = fc.oneof(
      fc.tuple(fc.constantFrom(0x30, 0x31), topic).map(([header, name]) => packet(header, name)),
      fc
        .tuple(fc.constantFrom(0x32, 0x33, 0x34, 0x35, 0x3c), topic, id)
        .map(([header, name, number]) => packet(header, name, number)),
      fc
        .tuple(id, topic, fc.constantFrom(0, 1, 2))
        .map(([number, name, qos]) => packet(0x82, number, name, Buffer.from([qos]))),
      fc.tuple(id, topic).map(([number, name]) => packet(0xa2, number, name)),
      fc
        .tuple(fc.constantFrom(0x40, 0x50, 0x62, 0x70), id)
        .map(([header, number]) => packet(header, number)),
      fc.constantFrom(packet(0xc0), CONNECT, packet(0xe0)),
    );
    const session = fc.constantFrom('00', '02').map((flags) => {
      return Buffer.from(`100f00044d51545404${flags}003c0003726177`, 'hex');
    });
    await fc.assert(
      fc.asyncProperty(session, fc.array(sent, { maxLength: 20 }), async (connect, packets) => {
        const raw = await socket();
        raw.write(connect);
        await once(raw, 'data');
        for (const octets of packets) raw.write(octets);
        raw.end();
        await untilClosed(raw);
      }),
      { numRuns: 300 },
    );
    await settled(other);
  });
});

describe('a subscriber that stops reading', () => {
  const flood = Buffer.alloc(60_000, 'x');

  it('holds up nobody, and is cut when its time is over', async function () {
    this.timeout(15_000);
    const { client, socket, event } = await listeningBench({
      limits: { drainTimeout: 2_000, maxBacklog: 100_000_000 },
    });
    const frozen = await socket();
    frozen.write(CONNECT);
    await once(frozen, 'data');
    // SUBSCRIBE 7: "#" at QoS 0.
    frozen.write(Buffer.from('8206000700012300', 'hex'));
    await once(frozen, 'data');
    frozen.pause();

    const reader = await client();
    await reader.subscribeAsync('ivy/v1/x', { qos: 1 });
    const writer = await client();
    let longest = 0;
    for (let n = 0; n < 300; n += 1) {
      const began = performance.now();
      await writer.publishAsync('ivy/v1/x', flood, { qos: 1 });
      await until(
        () => inbox(reader)[n],
        5_000,
        () => `message ${n} is missing`,
      );
      longest = Math.max(longest, performance.now() - began);
    }
    longest.should.be.below(1_500);
    (await event('clientError')).should.have.properties({
      clientId: 'raw',
      error: 'drain timeout',
    });
    await settled(writer);
  });

  it('is cut at once when too much waits for it', async function () {
    this.timeout(15_000);
    const { client, socket, event } = await listeningBench({ limits: { maxBacklog: 1_000_000 } });
    const frozen = await socket();
    frozen.write(CONNECT);
    await once(frozen, 'data');
    frozen.write(Buffer.from('8206000700012300', 'hex'));
    await once(frozen, 'data');
    frozen.pause();
    const writer = await client();
    for (let n = 0; n < 300; n += 1) await writer.publishAsync('ivy/v1/x', flood, { qos: 1 });
    (await event('clientError')).should.have.properties({
      clientId: 'raw',
      error: 'it reads too slowly',
    });
  });
});
