import should from 'should';
import { type Caller, settle, until } from '../link/caller';
import { TestGateway } from './test-gateway';

const IMEI = '861234567890123';
const ICCID = '89860012345678901234';
const ENERGY = '68 341200000000 68 91 08 33333333 9A785634 17 16';
const READ_ADDRESS = '68 AAAAAAAAAAAA 68 13 00 DF 16';
const ADDRESS = '68 341200000000 68 93 06 674533333333 27 16';

const hex = (text: string): string => Buffer.from(text, 'latin1').toString('hex');

describe('a link that begins with text', () => {
  let test: TestGateway;

  afterEach(() => test.close());

  const say = async (...parts: readonly string[]): Promise<Caller> => {
    const caller = await test.dial();
    for (const part of parts) {
      caller.send(hex(part));
      await settle(5);
    }
    return caller;
  };

  it('registers by IMEI or ICCID, labelled or bare, with a line end or without, whole or in parts', async () => {
    test = await TestGateway.open();
    const texts: readonly (readonly [readonly string[], string])[] = [
      [['IMEI:861234567890123\r\n'], '861234567890123'],
      [['861234567890124'], '861234567890124'],
      [['\r\n+CIMI;imei=8612345', '67890125\r\n'], '861234567890125'],
      [[`ICCID${ICCID}\r\n`], ICCID],
      [['8986001234567890123'], '8986001234567890123'],
      [['898600a1234567890123\r'], '898600a1234567890123'],
      [[`IMEI:861234567890126,ICCID:89860012345678901235\n`], '89860012345678901235'],
    ];
    for (const [parts, id] of texts) {
      await say(...parts);
      const meter = await test.meter(id);
      meter.protocol.should.equal('dlms');
      test.story(id).should.eql(['online', 'meter_connected']);
    }
    test.gateway.directory.size.should.equal(texts.length);
  });

  it('registers by the pattern of its port: what the group captures', async () => {
    test = await TestGateway.open({}, { registration: /^LOGIN,([^,]*),/ });
    await say('LOGIN,pump-7,IMEI:861234567890123\r\n');
    await test.meter('pump-7');
    await say('LOGIN,../x#,861234567890123\r\n');
    await test.meter(IMEI);
    test.gateway.directory.size.should.equal(2);
  });

  it('is nobody where no pattern fits, and other octets are no text', async () => {
    test = await TestGateway.open();
    await say('hello 12345678901234567 world\r\n');
    await say(`\x01IMEI:${IMEI}\r\n`);
    await say(`${'x'.repeat(64)}IMEI:${IMEI}\r\n`);
    await say(`hello\r\nIMEI:${IMEI}\r\n`);
    (await test.dial()).send(ENERGY);
    await test.meter('000000001234');
    test.gateway.directory.size.should.equal(1);
  });

  it('keeps its text on the unsolicited output, with the meter that it names', async () => {
    test = await TestGateway.open();
    const heard: string[] = [];
    test.port.on('unsolicited', (item, _, meter) =>
      heard.push(`${meter?.id} ${item.kind} ${Buffer.from(item.octets).toString('latin1')}`),
    );
    const caller = await say(`IMEI:${IMEI}\r\n`);
    await test.meter(IMEI);
    caller.send(ENERGY);
    await until(() => heard.length === 2);
    heard[0]?.should.equal(`${IMEI} unknown IMEI:${IMEI}\r\n`);
    heard[1]?.should.startWith(`${IMEI} dlt645`);
  });

  it('has a meter with that id, which is spoken to by the address that it answers from', async () => {
    test = await TestGateway.open();
    const caller = await say(`IMEI:${IMEI}\r\n`);
    const meter = await test.meter(IMEI);
    meter.address.should.equal(IMEI);
    await caller.answer(READ_ADDRESS, ADDRESS);
    await until(() => meter.protocol === 'dlt645');
    meter.address.should.equal('000000001234');
    should(test.gateway.directory.find('000000001234')).equal(undefined);
    caller.hangUp();
    await until(() => meter.state === 'offline');
    (await say(`IMEI:${IMEI}\r\n`)).send(ENERGY);
    await until(() => meter.state === 'online');
    meter.address.should.equal('000000001234');
    [...test.gateway.directory.meters()].should.eql([meter]);
  });

  it('is only a way to a meter that the list has under its own id', async () => {
    test = await TestGateway.open({}, {}, [{ id: '000000001234' }]);
    (await say(`IMEI:${IMEI}\r\n`)).send(ENERGY);
    const meter = await test.meter('000000001234');
    await until(() => test.gateway.directory.find(IMEI)?.link === undefined);
    test.gateway.directory.onLink(meter.link as never).should.eql([meter]);
  });

  it('prefers the id that the list has', async () => {
    test = await TestGateway.open({}, {}, [{ id: IMEI }]);
    await say(`IMEI:${IMEI},ICCID:${ICCID}\r\n`);
    await test.meter(IMEI);
    should(test.gateway.directory.find(ICCID)).equal(undefined);
  });

  it('names nobody whom the policy rejects: the meter there may still be one of the list', async () => {
    test = await TestGateway.open({ meterPolicy: 'reject' }, {}, [{ id: '000000001234' }]);
    const caller = await say(`IMEI:${IMEI}\r\n`);
    await caller.answer(READ_ADDRESS, ADDRESS);
    await test.meter('000000001234');
    test.gateway.directory.size.should.equal(1);
    caller.closed.should.equal(false);
  });
});
