import 'should';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls';
import { Listener, type ListenerOptions, type Refusal } from '../../../src/link';
import { AddressList } from '../../../src/net/address-list';
import type { Endpoint } from '../../../src/net/endpoint';
import { AUTHORITY, GATEWAY, METER, STRANGER } from '../../helpers/certificates';
import { until } from './caller';

const TRUSTED = new AddressList('127.0.0.2');
const HEADER = 'PROXY TCP4 203.0.113.7 10.0.0.1 40001 8899\r\n';
const BINARY_HEADER = Buffer.from(
  '0d0a0d0a000d0a515549540a2111000ccb0071070a0000019c4122c3',
  'hex',
).toString('latin1');

/** A listener, who was let in, what they said, and who was refused. */
interface Door {
  readonly listener: Listener;
  readonly port: number;
  readonly accepted: { readonly remote: Endpoint; readonly socket: Socket; said: string }[];
  readonly refused: (readonly [string, Refusal])[];
}

describe('a port for meters', () => {
  const closers: (() => void)[] = [];
  afterEach(() => {
    for (const close of closers.splice(0)) close();
  });

  async function open(options: Partial<ListenerOptions> = {}): Promise<Door> {
    const listener = new Listener({
      host: '127.0.0.1',
      port: 0,
      maxConnections: 100,
      maxConnectionsPerIp: 0,
      ...options,
    });
    const accepted: Door['accepted'] = [];
    const refused: (readonly [string, Refusal])[] = [];
    listener.on('accepted', (socket, remote) => {
      const guest = { remote, socket, said: '' };
      accepted.push(guest);
      socket.on('error', () => undefined);
      socket.on('data', (octets) => {
        guest.said += octets.toString('latin1');
      });
    });
    listener.on('refused', (address, refusal) => refused.push([address, refusal]));
    closers.push(() => {
      listener.close();
      for (const { socket } of accepted) socket.destroy();
    });
    const [port] = await once(listener, 'listening');
    return { listener, port, accepted, refused };
  }

  function dial({ port }: Door, localAddress = '127.0.0.1'): Socket {
    return kept(connect({ port, host: '127.0.0.1', localAddress, noDelay: true }));
  }

  function dialTls({ port }: Door, options: ConnectionOptions = {}): TLSSocket {
    return kept(connectTls({ port, host: '127.0.0.1', ca: AUTHORITY, ...options }));
  }

  function kept<Kind extends Socket>(socket: Kind): Kind {
    socket.on('error', () => undefined);
    closers.push(() => socket.destroy());
    return socket;
  }

  describe('behind a balancer', () => {
    for (const [what, header] of [
      ['version 1', HEADER],
      ['version 2', BINARY_HEADER],
    ] as const) {
      it(`takes the client from a header of ${what}, octet by octet as it may come`, async () => {
        const door = await open({ trustedProxies: TRUSTED });
        const balancer = dial(door, '127.0.0.2');
        for (const octet of `${header}first`) {
          balancer.write(octet, 'latin1');
          await new Promise(setImmediate);
        }
        await until(() => door.accepted[0]?.said === 'first');
        door.accepted[0]?.remote.should.eql({ address: '203.0.113.7', port: 40001 });
      });

      it(`gives on all that follows a header of ${what} in one segment`, async () => {
        const door = await open({ trustedProxies: TRUSTED });
        dial(door, '127.0.0.2').write(`${header}first`, 'latin1');
        await until(() => door.accepted[0]?.said === 'first');
      });
    }

    it('lets in the balancer itself where it says that it speaks for itself', async () => {
      const door = await open({ trustedProxies: TRUSTED });
      dial(door, '127.0.0.2').write('PROXY UNKNOWN\r\n');
      await until(() => door.accepted.length === 1);
      door.accepted[0]?.remote.address.should.equal('127.0.0.2');
    });

    it('takes nothing from a balancer without a header', async () => {
      const door = await open({ trustedProxies: TRUSTED });
      const balancer = dial(door, '127.0.0.2');
      balancer.write('\0\x01\0\x01');
      await once(balancer, 'close');
      door.refused.should.eql([['127.0.0.2', 'proxy-header']]);
      door.accepted.length.should.equal(0);
    });

    it('does not look for a header in what others send, who would forge one', async () => {
      const door = await open({ trustedProxies: TRUSTED });
      dial(door, '127.0.0.3').write(HEADER);
      await until(() => door.accepted[0]?.said === HEADER);
      door.accepted[0]?.remote.address.should.equal('127.0.0.3');
    });

    it('limits clients by their own address', async () => {
      const door = await open({ trustedProxies: TRUSTED, maxConnectionsPerIp: 1 });
      const [first, again, other] = ['1', '1', '2'].map((digit) => {
        const balancer = dial(door, '127.0.0.2');
        balancer.write(`PROXY TCP4 203.0.113.${digit} 10.0.0.1 40001 8899\r\n`);
        return balancer;
      });
      await until(() => door.accepted.length === 2 && door.refused.length === 1);
      door.refused.should.eql([['203.0.113.1', 'connections-per-address']]);
      [first, again].filter((socket) => socket?.closed).length.should.be.belowOrEqual(1);
      other?.closed.should.be.false();
    });

    it('thinks nothing of a balancer that only looks whether the port is open', async () => {
      const door = await open({ trustedProxies: TRUSTED, entryTimeout: 100, maxConnections: 1 });
      const check = dial(door, '127.0.0.2');
      await once(check, 'connect');
      check.end();
      await once(check, 'close');
      dial(door, '127.0.0.2').write(HEADER);
      await until(() => door.accepted.length === 1);
      door.refused.should.eql([]);
    });

    it('closes a connection whose header does not come', async () => {
      const door = await open({ trustedProxies: TRUSTED, entryTimeout: 100 });
      const balancer = dial(door, '127.0.0.2');
      balancer.write(HEADER.slice(0, -1));
      await once(balancer, 'close');
      door.refused.should.eql([['127.0.0.2', 'entry-timeout']]);
    });
  });

  describe('with TLS', () => {
    const tls = { ...GATEWAY };

    it('gives on what was said in secret, and answers likewise', async () => {
      const door = await open({ tls });
      const meter = dialTls(door);
      meter.write('first');
      await until(() => door.accepted[0]?.said === 'first');
      door.accepted[0]?.remote.should.eql({ address: '127.0.0.1', port: meter.localPort });
      door.accepted[0]?.socket.write('answer');
      String(await once(meter, 'data')).should.equal('answer');
      meter.authorized.should.be.true();
    });

    it('takes the PROXY header before the handshake', async () => {
      const door = await open({ tls, trustedProxies: TRUSTED });
      const balancer = dial(door, '127.0.0.2');
      balancer.write(HEADER);
      const meter = kept(connectTls({ socket: balancer, host: '127.0.0.1', ca: AUTHORITY }));
      meter.write('first');
      await until(() => door.accepted[0]?.said === 'first');
      door.accepted[0]?.remote.should.eql({ address: '203.0.113.7', port: 40001 });
    });

    for (const first of [
      '68aaaaaaaaaaaa681300df16',
      '000100010001',
      '474554202f',
      '16030100'.repeat(9),
    ]) {
      it(`hangs up on who begins with ${first.slice(0, 12)}`, async () => {
        const door = await open({ tls });
        const meter = dial(door);
        meter.write(Buffer.from(first, 'hex'));
        if (first.startsWith('000100')) meter.end();
        await once(meter.resume(), 'close');
        await until(() => door.refused.length === 1);
        door.refused.should.eql([['127.0.0.1', 'tls']]);
        door.accepted.length.should.equal(0);
      });
    }

    it('closes a connection whose handshake does not end', async () => {
      const door = await open({ tls, entryTimeout: 100 });
      await once(dial(door), 'close');
      door.refused.should.eql([['127.0.0.1', 'entry-timeout']]);
    });

    it('counts a connection until it is closed, and no longer', async () => {
      const door = await open({ tls, maxConnections: 1, maxConnectionsPerIp: 1 });
      for (const end of ['end', 'destroy'] as const) {
        const meter = dialTls(door);
        await once(meter, 'secureConnect');
        await until(() => door.accepted.length === 1);
        meter[end]();
        await until(() => door.accepted[0]?.socket.closed === true);
        door.accepted.length = 0;
      }
      door.refused.should.eql([]);
    });

    describe('that asks for certificates', () => {
      const asking = { ...GATEWAY, ca: AUTHORITY, requestCert: true, rejectUnauthorized: true };

      it('lets in who has one of the authority', async () => {
        const door = await open({ tls: asking });
        dialTls(door, METER).write('first');
        await until(() => door.accepted[0]?.said === 'first');
      });

      for (const [whose, identity] of [
        ['none', {}],
        ['one of another authority', STRANGER],
      ] as const) {
        for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
          it(`refuses who has ${whose}, with ${maxVersion}`, async () => {
            const door = await open({ tls: asking });
            const meter = dialTls(door, { ...identity, maxVersion });
            meter.write('first');
            await until(() => meter.closed && door.refused.length === 1);
            door.refused.should.eql([['127.0.0.1', 'tls']]);
            door.accepted.length.should.equal(0);
          });
        }
      }
    });

    it('cannot be opened without a key', () => {
      const options = { host: '127.0.0.1', port: 0, maxConnections: 1, maxConnectionsPerIp: 0 };
      (() => new Listener({ ...options, tls: { ...GATEWAY, key: 'none' } })).should.throw(
        /PEM|no start line|DECODER/,
      );
    });
  });

  it('makes room for a newcomer when a thousand say nothing', async () => {
    const door = await open({ tls: { ...GATEWAY }, maxConnections: 2_000 });
    const silent = Array.from({ length: 1_000 }, () => dial(door));
    await Promise.all(silent.map((socket) => once(socket, 'connect')));
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    dialTls(door).write('first');
    await until(() => door.accepted[0]?.said === 'first');
    door.refused.should.eql([['127.0.0.1', 'entry-timeout']]);
  }).timeout(10_000);
});
