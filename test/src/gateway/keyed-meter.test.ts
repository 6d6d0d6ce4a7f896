import should from 'should';
import { DEFAULT_ADDRESSES, readCatalogue } from '../../../src/client';
import { meterDetails } from '../../../src/status';
import {
  AUTHENTICATION_KEY,
  ENCRYPTION_KEY,
  SecuredMeter,
  type SecuredMeterOptions,
} from '../client/secured-meter';
import { until } from '../link/caller';
import { newFolder, tidyUp } from '../store/folder';
import { TestGateway } from './test-gateway';

const ID = '311501114070';
const HEARTBEAT = '0001000100010012 0A020C 333131353031313134303730 0D0000';
const ENERGY = { classId: 3, obis: '1-0:1.8.0.255', attribute: 2 };
const VALUE = { data: { type: 'double-long-unsigned', value: 1234571 } };
const OPTIONS = { priority: 'poll', timeout: 2_000 } as const;
const SIMULATED_KEYS = {
  encryptionKey: 'B7A14E0C53D89F2264E1780B9DC53AF6',
  authenticationKey: '19E6C20D7F5B84A3D0618EF3472B9C5A',
};
const KEYS = {
  encryptionKey: ENCRYPTION_KEY.toString('hex'),
  authenticationKey: AUTHENTICATION_KEY.toString('hex'),
};

describe('a meter with keys in the meter list', () => {
  let test: TestGateway;

  afterEach(async () => {
    await test.close();
    await tidyUp();
  });

  const open = async (
    folder: string | undefined,
    secret = 'a secret',
    log = (_line: string): void => {},
  ): Promise<void> => {
    test = await TestGateway.open({ folder, secret, log });
    await test.gateway.ready;
  };

  const list = async (keys: Readonly<Record<string, string>>): Promise<void> => {
    const { roster } = test.gateway;
    const wrapped = roster.safe?.wrap(keys, ID);
    if (!wrapped) throw new Error('there is no secret');
    await roster.replace([{ id: ID, trusted: true, protected: false, keys: wrapped }]);
  };

  const dialIn = async (options: SecuredMeterOptions = {}): Promise<SecuredMeter> => {
    const caller = await test.dial();
    const meter = new SecuredMeter(caller.socket, { publicClient: 16, counter: 100, ...options });
    caller.send(HEARTBEAT);
    const { localPort } = caller.socket;
    await until(() => test.gateway.directory.find(ID)?.link?.remotePort === localPort);
    return meter;
  };

  const read = async () => {
    const client = test.gateway.dlmsClient(await test.meter(ID));
    if (!client) throw new Error('the meter is not dialled in');
    return client.get(ENERGY, OPTIONS);
  };

  it('is read under them, and after a restart goes on counting under the same title', async () => {
    const folder = await newFolder();
    await open(folder);
    await list(KEYS);
    const meter = await dialIn();
    should(await read()).eql(VALUE);
    meter.requests.should.eql(['public', '60', 'c3', 'c0']);
    await test.close();

    await open(folder);
    const again = await dialIn({ counter: 110 });
    should(await read()).eql(VALUE);
    again.requests.should.eql(['60', 'c3', 'c0']);
    again.clientTitle.equals(meter.clientTitle).should.be.true();
    Math.min(...again.counters).should.be.above(Math.max(...meter.counters));
  });

  it('is not read where nothing outlasts a restart', async () => {
    await open(undefined);
    await list(KEYS);
    const meter = await dialIn();
    await read().should.be.rejectedWith({ code: 'storage-failed' });
    meter.requests.should.eql([]);
  });

  it('is not read, and least of all in plain, where its keys cannot be unwrapped', async () => {
    const folder = await newFolder();
    await open(folder);
    await list(KEYS);
    await test.close();
    await open(folder, 'another secret');
    const meter = await dialIn();
    await read().should.be.rejectedWith({ code: 'association-failed', message: /keys/ });
    meter.requests.should.eql([]);
  });

  it('is not read, and least of all in plain, where its encryption key is missing', async () => {
    await open(await newFolder());
    await list({ authenticationKey: KEYS.authenticationKey });
    const meter = await dialIn();
    await read().should.be.rejectedWith({ code: 'association-failed', message: /encryption key/ });
    meter.requests.should.eql([]);
  });

  it('that does not prove who it is is told of once, and not trusted until it does', async () => {
    const lines: string[] = [];
    await open(await newFolder(), undefined, (line) => lines.push(line));
    await list(KEYS);
    const isTrusted = () => meterDetails(test.gateway, ID).trusted;
    const impostor = await dialIn({ fault: 'wrong-proof' });
    for (let turn = 0; turn < 2; turn++) {
      await read().should.be.rejectedWith({ code: 'meter-not-trusted' });
      isTrusted().should.be.false();
    }
    impostor.requests.should.eql(['public', '60', 'c3', '62', '60', 'c3', '62']);
    await dialIn({ counter: 110 });
    should(await read()).eql(VALUE);
    should(await read()).eql(VALUE);
    isTrusted().should.be.true();
    lines.should.eql([`meter ${ID} is not trusted: the proof of the HLS secret is wrong`]);
    const told = test.life.map(({ payload }) => payload && [payload['event'], payload['severity']]);
    told
      .filter((event) => String(event).includes('authentic'))
      .should.eql([
        ['meter_not_authentic', 'critical'],
        ['meter_authentic', 'info'],
      ]);
  });

  it('has other objects than it showed everybody before its keys were there', async () => {
    await open(await newFolder());
    const simulator = test.simulator();
    simulator.addDlmsMeter({ address: ID, keys: SIMULATED_KEYS });
    simulator.start();
    const meter = await test.meter(ID);
    const shown = async () => {
      const client = test.gateway.dlmsClient(meter);
      const objects = client && (await readCatalogue(client, meter.memory, OPTIONS));
      return objects?.map(({ obis }) => obis);
    };
    should(await shown()).not.containEql(ENERGY.obis);
    await list(SIMULATED_KEYS);
    should(await shown()).containEql(ENERGY.obis);
  });

  it('is asked who it is as everybody may, whatever client the gateway is set to', async () => {
    const dlms = { enabled: true, ...DEFAULT_ADDRESSES, client: 3 };
    test = await TestGateway.open({ dlms }, { protocol: 'dlms' });
    const simulator = test.simulator();
    simulator.addDlmsMeter({ address: '370000000001', heartbeat: false, keys: SIMULATED_KEYS });
    simulator.start();
    (await test.meter('SIM0370000000001')).protocol?.should.equal('dlms');
  });
});
