import should from 'should';
import { until } from '../link/caller';
import { TestGateway } from './test-gateway';

const DEVICE_NAME = '0202 0906 00002A0000FF 0910 59544C31303230303030303030303031';
const DEVICE_ID = '0202 0906 0000600100FF 0A08 3132333435363738';
const ENERGY = '0202 0906 0100010800FF 06 00000005';
const EM114070 = '311501114070';
const HEARTBEAT = '0001000100010012 0A020C 333131353031313134303730 0D0000';

/** In a wrapper from logical device 1 to the public client. */
const wrapped = (apdu: string): string => {
  const hex = apdu.replaceAll(' ', '');
  return `000100010010${(hex.length / 2).toString(16).padStart(4, '0')}${hex}`;
};

const PUSHES: readonly (readonly [string, string, string])[] = [
  [
    'a logical device name',
    wrapped(`0F00000001 00 0102 ${ENERGY} ${DEVICE_NAME}`),
    'YTL1020000000001',
  ],
  ['a device ID', wrapped(`0F00000001 00 0102 ${DEVICE_ID} ${ENERGY}`), '12345678'],
  [
    'both, of which the first is taken',
    wrapped(`0F00000001 00 0102 ${DEVICE_ID} ${DEVICE_NAME}`),
    'YTL1020000000001',
  ],
  ['an event about its name, bare', 'C2 00 0001 00002A0000FF 02 0905 4142433132', 'ABC12'],
  [
    'a system title, whatever is ciphered',
    wrapped('DB 08 4D4D4D0000BC614E 14 30 00000001 000102030405060708090A0B0C0D0E'),
    '4d4d4d0000bc614e',
  ],
  [
    'an originator’s system title',
    wrapped('DD 00 08 4D4D4D0000BC614F 00 00 00 00 14 30 00000001 000102030405060708090A0B0C0D0E'),
    '4d4d4d0000bc614f',
  ],
];

describe('a push makes its meter known', () => {
  let test: TestGateway;

  beforeEach(async () => {
    test = await TestGateway.open();
  });

  afterEach(() => test.close());

  for (const [what, frame, id] of PUSHES) {
    it(`by ${what}, and goes on with its name`, async () => {
      const senders: (string | undefined)[] = [];
      test.port.on('unsolicited', (_, __, meter) => senders.push(meter?.id));
      (await test.dial()).send(frame);
      const meter = await test.meter(id);
      meter.protocol.should.equal('dlms');
      test.story(id).should.eql(['online', 'meter_connected']);
      await until(() => senders.length === 1);
      senders.should.eql([id]);
    });
  }

  it('not where its name could mean something in a topic, or what it says cannot be read', async () => {
    const caller = await test.dial();
    caller.send(wrapped(`0F00000001 00 0101 0202 0906 00002A0000FF 0905 612F622F23`));
    caller.send(wrapped('0F00000001 00 0101 0203 0906 0000'));
    caller.send(wrapped('DB 00 14 30 00000001 000102030405060708090A0B0C0D0E'));
    (await test.dial()).send(HEARTBEAT);
    await test.meter(EM114070);
    test.gateway.directory.size.should.equal(1);
  });

  it('not by a system title that no maker has given, unless the list has it', async () => {
    (await test.dial()).send(
      'DB 08 EDD4CD47AF21FC4E 14 30 00000001 000102030405060708090A0B0C0D0E',
    );
    (await test.dial()).send(HEARTBEAT);
    await test.meter(EM114070);
    test.gateway.directory.size.should.equal(1);
  });

  it('not where its link has said already who it is', async () => {
    const caller = await test.dial();
    caller.send(`${HEARTBEAT} ${wrapped(`0F00000001 00 0101 ${DEVICE_NAME}`)} ${HEARTBEAT}`);
    await test.meter(EM114070);
    await until(() => test.port.links.size === 1);
    test.gateway.directory.size.should.equal(1);
  });

  it('by the system title among its keys: then under the id that the list has', async () => {
    await test.close();
    test = await TestGateway.open({ secret: 'a secret' });
    const { roster } = test.gateway;
    const keys = roster.safe?.wrap({ systemTitle: '4D4D4D0000BC614E' }, 'pump-7');
    should(keys).be.a.String();
    if (!keys) return;
    await roster.replace([{ id: 'pump-7', trusted: true, protected: false, keys }]);
    const title = 'DB 08 4D4D4D0000BC614E 14 30 00000001 000102030405060708090A0B0C0D0E';
    (await test.dial()).send(wrapped(title));
    await test.meter('pump-7');
    test.gateway.directory.size.should.equal(1);
  });
});
