import 'should';
import type { Content } from '../../../src/content';
import { Failure } from '../../../src/link';
import { octets, settle, until } from './caller';
import { endLines, line } from './line';

const READ = '6834120000000068110433333433f816';
/** 1CH, trip, and 1DH. */
const TRIP = '68341200000000681c1035896745333333334d338c8c564963536516';
const ACTION = 'c301c10046000060030aff01010f00';

const never = () => undefined;

describe('what leaves a link', () => {
  afterEach(endLines);

  it('a read needs no permit', async () => {
    const { link, meter } = await line();
    void link.transact('command', (exchange) => exchange(octets(READ), never, 20)).catch(never);
    await meter.expect(READ);
  });

  it('what switches fails with relay-disabled, what writes with write-disabled', async () => {
    const { link, meter } = await line();
    const send = (hex: string) =>
      link.transact('act', (exchange) => exchange(octets(hex), never, 20));
    await send(TRIP).should.be.rejectedWith({ code: 'relay-disabled' });
    await send(ACTION).should.be.rejectedWith({ code: 'relay-disabled' });
    await send('c101c100080000010000ff02001105').should.be.rejectedWith({
      code: 'write-disabled',
      message: 'not allowed: SET 8/0-0:1.0.0.255/2',
    });
    await settle();
    meter.received.should.equal('');
  });

  it('a permit is asked each time, and may say no', async () => {
    const { link, meter } = await line();
    const asked: Content[] = [];
    const permit = {
      use: (content: Content) => {
        asked.push(content);
        if (asked.length > 1) throw new Failure('interlock', 'locked meanwhile');
      },
    };
    const twice = link.transact(
      'act',
      async (exchange) => {
        await exchange(octets(ACTION), never, 20).catch(never);
        await exchange(octets(ACTION), never, 20);
      },
      permit,
    );
    await twice.should.be.rejectedWith({ code: 'interlock' });
    await meter.expect(ACTION);
    meter.received.should.equal('');
    asked.map(({ what }) => what).should.eql(Array(2).fill('ACTION 70/0-0:96.3.10.255/1'));
  });

  it('a ciphered request is judged by what its sender tells', async () => {
    const { link, meter } = await line();
    const ciphered = octets('c8123000000001aabbccddeeff00112233445566');
    const send = (content?: Content) =>
      link.transact('command', (exchange) => exchange(ciphered, never, 20, content));
    await send().should.be.rejectedWith({ code: 'write-disabled' });
    await send({ effect: 'act', what: 'ACTION' }).should.be.rejectedWith({
      code: 'relay-disabled',
    });
    await send({ effect: 'read', what: 'GET' }).should.be.rejectedWith({ code: 'command-timeout' });
    await until(() => meter.received.length === 2 * ciphered.length);
  });

  it('an acknowledgement goes out, a request among them does not', async () => {
    const { link, meter } = await line();
    link.write(octets('0a02'));
    (() => link.write(octets(TRIP))).should.throw({ code: 'relay-disabled' });
    await meter.expect('0a02');
    meter.received.should.equal('');
  });

  it('nor in pieces', async () => {
    const { link, meter } = await line();
    link.write(octets(TRIP.slice(0, 24)));
    (() => link.write(octets(TRIP.slice(24)))).should.throw({ code: 'relay-disabled' });
    await meter.expect(TRIP.slice(0, 24));
    meter.received.should.equal('');
  });

  it('nor in pieces with reads between them', async () => {
    const { link } = await line();
    const head = '68341200000000681420';
    const body = `${READ}${'33'.repeat(16)}`;
    const frame = octets(head + body);
    const sum = frame.reduce((total, octet) => total + octet, 0) % 256;
    link.write(octets(head));
    link.write(octets(READ));
    link.write(octets('33'.repeat(16)));
    (() => link.write(Uint8Array.of(sum, 0x16))).should.throw({ code: 'write-disabled' });
  });

  it('acknowledgements go out for ever, although the oldest are forgotten', async () => {
    const { link, meter } = await line();
    for (let count = 0; count < 1_000; count++) link.write(octets('0a0ac1'));
    await until(() => meter.received.length === 6_000);
  });

  it('what a permit let out is not held against the next', async () => {
    const { link, meter } = await line();
    const permit = { use: () => undefined };
    link.write(octets('0a02'));
    const act = (hex: string) =>
      link.transact('act', (exchange) => exchange(octets(hex), never, 20), permit);
    await act(TRIP).should.be.rejectedWith({ code: 'command-timeout' });
    link.write(octets('0a02'));
    link.write(octets(READ));
    await meter.expect(`0a02${TRIP}0a02${READ}`);
  });
});
