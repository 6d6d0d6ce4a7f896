import 'should';
import { until } from '../link/caller';
import { endRigs, OPEN, Rig } from './rig';

const METER = '000000001234';
const MINUTE = 60_000;
const read = (id: unknown, queueUntil: number) => ({
  id,
  method: 'read_register',
  params: { register: 'VOLTAGE_A' },
  queueUntil,
});

async function dialIn(rig: Rig): Promise<void> {
  const simulator = rig.simulator();
  simulator.addDlt645Meter({ address: METER });
  simulator.start();
  await rig.online(METER);
}

describe('a read for a meter that is not there', () => {
  afterEach(endRigs);

  it('waits until the meter comes, where it says until when', async () => {
    const rig = await Rig.open();
    const answer = rig.ask(METER, read(1, Date.now() + MINUTE));
    await dialIn(rig);
    (await answer).should.have.properties({ id: 1, success: true });
  });

  it('is answered "expired" when that is over', async () => {
    const rig = await Rig.open();
    (await rig.ask(METER, read(1, Date.now() + 200))).should.have.properties({
      id: 1,
      success: false,
      code: 'expired',
    });
  });

  it('waits over a restart, and is answered once', async () => {
    const rig = await Rig.open();
    void rig.ask(METER, read(1, Date.now() + MINUTE));
    await until(() => rig.store.values.has('waiting-reads'));
    await rig.restart();
    const again = await Rig.open({ folder: rig.folder });
    await dialIn(again);
    await until(() => again.delivered.length === 1);
    again.delivered.should.match([{ id: 1, success: true, result: { value: 220.5 } }]);
    (again.store.values.get('waiting-reads') as unknown[]).should.eql([]);
  });

  it('no more than a hundred wait', async () => {
    const rig = await Rig.open();
    for (let id = 0; id < 100; id++) void rig.ask(METER, read(id, Date.now() + MINUTE));
    await until(() => (rig.store.values.get('waiting-reads') as unknown[])?.length === 100);
    (await rig.ask(METER, read('x', Date.now() + MINUTE))).should.have.properties({ code: 'busy' });
  });

  it('nothing else waits', async () => {
    const rig = await Rig.open(OPEN);
    const order = { id: 1, method: 'relay_control', params: { state: 'open' } };
    (await rig.ask(METER, { ...order, queueUntil: Date.now() + MINUTE })).should.have.properties({
      success: false,
      code: 'invalid-request',
    });
  });
});
