import 'should';
import dlt645Poller from '../../nodes/dlt645-poller/dlt645-poller';
import gateway from '../../nodes/ivy-gateway/ivy-gateway';
import listener from '../../nodes/ivy-tcp-listener/ivy-tcp-listener';
import { type Flow, load, type Seen, unload } from '../helpers/flow';
import { freePort } from '../helpers/ports';
import { Caller } from '../src/link/caller';

const METER = '000000001234';
const ENERGY_2007 = '68 341200000000 68 91 08 33333333 9A785634 17 16';
const ENERGY_1997 = '68 341200000000 68 81 06 43C3 7B965733 3E 16';
const READ_ENERGY_1997 = '68 341200000000 68 01 02 43C3 1F 16';
const READ_VOLTAGE_1997 = '68 341200000000 68 01 02 44E9 46 16';
const VOLTAGE_1997 = '68 341200000000 68 81 04 44E9 5335 50 16';
const READ_FREQUENCY = '68 341200000000 68 11 04 3533B335 7B 16';
const FREQUENCY = '68 341200000000 68 91 06 3533B335 3583 B5 16';
const READ_BILLING = '68 341200000000 68 11 04 34333433 F9 16';
const BILLING = '68 341200000000 68 91 08 34333433 AB896745 5D 16';

describe('dlt645-poller', () => {
  let caller: Caller | undefined;

  afterEach(async () => {
    caller?.hangUp();
    caller = undefined;
    await unload();
  });

  /** A poller that reads on trigger, and a meter that has introduced itself. */
  async function start(settings: object, introduction: string): Promise<[Flow, Caller]> {
    const port = await freePort();
    const flow = await load(
      [gateway, listener, dlt645Poller],
      [
        { id: 'gw', type: 'ivy-gateway' },
        { id: 'in', type: 'ivy-tcp-listener', gateway: 'gw', host: '127.0.0.1', port: `${port}` },
        { id: 'node', type: 'dlt645-poller', gateway: 'gw', enabled: 'false', ...settings },
      ],
    );
    await flow.statusMatching('in', /0 meters/);
    caller = await Caller.dial(port);
    caller.send(introduction);
    await flow.find('in', 2, ({ payload }) => payload['event'] === 'meter_connected');
    flow.send('node', { payload: { meterId: METER } });
    return [flow, caller];
  }

  function reading({ payload }: Seen): unknown[] {
    return [payload['dataId'], payload['register'], payload['value'], payload['unit']];
  }

  it('reads the custom list, and nothing else', async () => {
    const [flow, meter] = await start(
      { group: 'custom', registers: ['02800002', ' '] },
      ENERGY_2007,
    );
    await meter.answer(READ_FREQUENCY, FREQUENCY);
    reading(await flow.next('node')).should.deepEqual(['0x02800002', 'FREQUENCY', 50.02, 'Hz']);
    (await flow.next('node', 2)).payload.should.containEql({ read: 1, refused: 0, failed: 0 });
    meter.received.should.equal('');
  });

  it('reads a meter of 1997 by the identifiers of 1997', async () => {
    const registers = ['00010000', '9010', 'b611'];
    const [flow, meter] = await start({ group: 'custom', registers }, ENERGY_1997);
    await meter.answer(READ_ENERGY_1997, ENERGY_1997);
    await meter.answer(READ_VOLTAGE_1997, VOLTAGE_1997);
    reading(await flow.next('node')).should.deepEqual([
      ...['0x9010', 'TOTAL_ACTIVE_IMPORT', 2463.48, 'kWh'],
    ]);
    reading(await flow.next('node')).should.deepEqual(['0xb611', 'VOLTAGE_A', 220, 'V']);
    (await flow.next('node', 2)).payload.should.containEql({ read: 2, refused: 0, failed: 0 });
    const { request, payload } = await flow.next('node', 3);
    request.should.deepEqual({ meterId: METER, di: '9010' });
    payload.should.containEql({ di: '9010', function: 1 });
  });

  it('billing values are those of the last settlement day', async () => {
    const [flow, meter] = await start({ group: 'billing' }, ENERGY_2007);
    await meter.answer(READ_BILLING, BILLING);
    reading(await flow.next('node')).should.deepEqual([
      ...['0x00010001', 'TOTAL_ACTIVE_IMPORT_B1', 123456.78, 'kWh'],
    ]);
  });

  it('a custom list with what is no identifier is refused, and says which', async () => {
    const flow = await load(
      [gateway, dlt645Poller],
      [
        { id: 'gw', type: 'ivy-gateway' },
        { id: 'node', type: 'dlt645-poller', gateway: 'gw', registers: ['0201'], group: 'custom' },
        { id: 'bad', type: 'dlt645-poller', gateway: 'gw', registers: ['voltage'] },
      ],
    );
    flow.logged('node').should.deepEqual([]);
    flow
      .logged('bad')
      .should.deepEqual(['registers: "voltage" is no data identifier of 8 or 4 hex digits']);
  });

  it('a custom list must not be empty where it is to be read', async () => {
    const flow = await load(
      [gateway, dlt645Poller],
      [
        { id: 'gw', type: 'ivy-gateway' },
        { id: 'node', type: 'dlt645-poller', gateway: 'gw', registers: [], group: 'custom' },
      ],
    );
    flow.logged('node').should.match([/^POLLING_REGISTER_GROUP: "custom" is none of energy, /]);
  });
});
