import 'should';
import { mock } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StreamItem } from '../../../src/framing';
import type { CloseReason, Link } from '../../../src/link';
import { octets, settle, until } from './caller';
import { endLines, line } from './line';

const HEARTBEAT = '0001000100010012 0A020C 333131353031313134303730 0D0000';
const READ_ENERGY = '68 341200000000 68 11 04 33333333 F7 16';
const ENERGY = '68 341200000000 68 91 08 33333333 9A785634 17 16';

const closing = (link: Link): { reason: CloseReason | undefined } => {
  const seen: { reason: CloseReason | undefined } = { reason: undefined };
  link.on('closed', (reason) => {
    seen.reason = reason;
  });
  return seen;
};

const hex = (data: Uint8Array): string => Buffer.from(data).toString('hex');

describe('a link', () => {
  afterEach(() => {
    mock.timers.reset();
    endLines();
  });

  it('is kept alive by received octets only, not by what is written to it', async () => {
    const { link, meter } = await line({ idleTimeout: 200 });
    const seen = closing(link);
    await sleep(120);
    meter.send('55');
    await sleep(120);
    link.isClosed.should.equal(false);
    const writing = setInterval(() => link.write(octets(READ_ENERGY)), 20);
    const heard = link.lastReceivedAt;
    await until(() => link.isClosed);
    clearInterval(writing);
    seen.should.eql({ reason: 'idle' });
    (performance.now() - heard).should.be.within(195, 1_000);
    meter.received.length.should.be.above(0);
    await until(() => meter.closed);
  });

  it('gives up a partial frame three seconds after its last octet, and the frames behind it come', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    const { link, meter } = await line();
    const items: StreamItem[] = [];
    link.on('unsolicited', (item) => items.push(item));
    meter.send('68 3412');
    await until(() => link.bytesReceived === 3);
    mock.timers.tick(2_999);
    meter.send('00');
    await until(() => link.bytesReceived === 4);
    mock.timers.tick(2_999);
    items.should.eql([]);
    mock.timers.tick(1);
    items.map(({ kind, octets: data }) => [kind, hex(data)]).should.eql([['unknown', '68341200']]);
    meter.send(HEARTBEAT);
    await until(() => items.length === 2);
    (items[1] as StreamItem).kind.should.equal('heartbeat');
  });

  it('is closed when the meter takes nothing: unsent octets have a bound', async () => {
    const { link, meter } = await line();
    const seen = closing(link);
    meter.socket.pause();
    const chunk = new Uint8Array(64 * 1024).fill(0xff);
    for (let written = 0; written < 4_000 && !link.isClosed; written++) {
      link.write(chunk);
      await settle(1);
    }
    seen.should.eql({ reason: 'error' });
    const sent = link.bytesSent;
    link.write(chunk);
    link.bytesSent.should.equal(sent);
  });

  it('mirrors all traffic, both directions, in order', async () => {
    const { link, meter } = await line();
    const mirror: string[] = [];
    link.on('traffic', (direction, data) => mirror.push(`${direction} ${hex(data)}`));
    meter.send(HEARTBEAT);
    await until(() => mirror.length === 1);
    const asked = link.transact('command', (exchange) =>
      exchange(octets(READ_ENERGY), ({ kind }) => (kind === 'dlt645' ? kind : undefined), 1_000),
    );
    await meter.answer(READ_ENERGY, `${ENERGY} 5555`);
    await asked;
    mirror.should.eql([
      `in ${hex(octets(HEARTBEAT))}`,
      `out ${hex(octets(READ_ENERGY))}`,
      `in ${hex(octets(ENERGY))}5555`,
    ]);
    [link.bytesReceived, link.bytesSent].should.eql([26 + 20 + 2, 16]);
  });

  it('tells an answer as received, and only what answers nothing as unsolicited', async () => {
    const { link, meter } = await line();
    const received: string[] = [];
    const unsolicited: string[] = [];
    link.on('received', ({ kind }) => received.push(kind));
    link.on('unsolicited', ({ kind }) => unsolicited.push(kind));
    const asked = link.transact('command', (exchange) =>
      exchange(octets(READ_ENERGY), ({ kind }) => (kind === 'dlt645' ? kind : undefined), 1_000),
    );
    await meter.answer(READ_ENERGY, `${HEARTBEAT} ${ENERGY} ${ENERGY}`);
    await asked;
    await until(() => unsolicited.length === 2);
    received.should.eql(['heartbeat', 'dlt645', 'dlt645']);
    unsolicited.should.eql(['heartbeat', 'dlt645']);
  });

  it('counts the late answer to a request that was given up', async () => {
    const { link, meter } = await line();
    const unsolicited: StreamItem[] = [];
    link.on('unsolicited', (item) => unsolicited.push(item));
    await link
      .transact('command', (exchange) =>
        exchange(octets(READ_ENERGY), ({ kind }) => (kind === 'dlt645' ? kind : undefined), 20),
      )
      .should.be.rejectedWith({ code: 'command-timeout' });
    meter.send(ENERGY);
    await until(() => link.lateAnswers === 1);
    unsolicited.should.eql([]);
  });

  it('fails what is asked when the meter hangs up', async () => {
    const { link, meter } = await line();
    const seen = closing(link);
    const asked = link.transact('command', (exchange) =>
      exchange(octets(READ_ENERGY), () => undefined, 60_000),
    );
    asked.catch(() => undefined);
    await meter.expect(READ_ENERGY);
    meter.hangUp();
    await asked.should.be.rejectedWith({ code: 'meter-not-connected' });
    seen.should.eql({ reason: 'closed-by-meter' });
  });

  it('tells nothing more once it is closed, whatever was on its way', async () => {
    const { link, meter } = await line();
    const kinds: string[] = [];
    link.on('received', ({ kind }) => {
      kinds.push(kind);
      link.close('taken-over');
    });
    meter.send(`${HEARTBEAT} ${HEARTBEAT}`);
    await until(() => meter.closed);
    kinds.should.eql(['heartbeat']);
  });

  it('writes an IPv4 caller on a dual-stack port as IPv4', async () => {
    const { link } = await line();
    link.remoteAddress.should.equal('127.0.0.1');
    link.remotePort.should.be.above(0);
  });
});
