import 'should';
import { FIRST_ROW, ProfileMeter, QUARTER } from '../client/profile-meter';
import { endRigs, Rig } from './rig';

const METER = '311501114070';
const HEARTBEAT = '00010001000100120a020c3331313530313131343037300d1234';
const OBIS = '1-0:99.1.0.255';

describe('read_profile', () => {
  afterEach(endRigs);

  async function rigWith(timezone?: string): Promise<Rig> {
    const rig = await Rig.open(timezone === undefined ? {} : { timezone });
    const caller = await rig.gateway.dial();
    const times = Array.from({ length: 20 }, (_, index) => FIRST_ROW + index * QUARTER);
    new ProfileMeter(caller.socket, { times });
    caller.send(HEARTBEAT);
    await rig.online(METER);
    return rig;
  }

  const read = (rig: Rig, params: object) =>
    rig.ask(METER, { id: 1, method: 'read_profile', params: { obis: OBIS, ...params } });
  const times = (rows: unknown) =>
    (rows as readonly { readonly meterTime: string }[]).map(({ meterTime }) => meterTime);

  it('by the meter’s own time: from is included, to is not', async () => {
    const rig = await rigWith();
    const span = { from: '2026-01-01T01:00:00', to: '2026-01-01T01:45:00' };
    const { success, result } = await read(rig, span);
    success.should.be.true();
    result.should.have.properties({ obis: OBIS, complete: true });
    times(result['rows']).should.eql([
      '2026-01-01T01:00:00',
      '2026-01-01T01:15:00',
      '2026-01-01T01:30:00',
    ]);
    (result['rows'] as unknown[])[0]?.should.containDeep({
      values: { TOTAL_ACTIVE_IMPORT: { unit: 'kWh' } },
    });
  });

  it('by UTC, where the zone is known', async () => {
    const rig = await rigWith('Asia/Shanghai');
    const from = Date.UTC(2025, 11, 31, 17, 0);
    const { result } = await read(rig, { from, to: from + QUARTER });
    times(result['rows']).should.eql(['2026-01-01T01:00:00']);
  });

  it('by UTC without a zone is not supported', async () => {
    const rig = await rigWith();
    (await read(rig, { from: 0, to: 1 })).should.have.properties({ code: 'not-supported' });
  });

  it('the last entries', async () => {
    const rig = await rigWith();
    const { result } = await read(rig, { entries: 2 });
    times(result['rows']).should.eql(['2026-01-01T04:30:00', '2026-01-01T04:45:00']);
  });

  it('needs either a span or a number of entries', async () => {
    const rig = await rigWith();
    for (const params of [{}, { from: 0 }, { from: 0, to: 1, entries: 1 }]) {
      (await read(rig, params)).should.have.properties({ code: 'invalid-request' });
    }
  });
});
